/** Puts the faults of the table into runs over files, and judges each. */
import { type FaultClass, type Plan, runIdFor } from "../../engine/mod.ts";
import { OFFSETS_FAULTS } from "./offsets_faults.ts";
import {
  contentsOf,
  fileNames,
  type OffsetsSite,
  shelfOf,
} from "./offsets_site.ts";
import type { ProofBench } from "./proof_bench.ts";
import {
  BEFORE_READ,
  FIRST_WRITTEN,
  offsetsProfile,
  timedOffsetsProfile,
} from "./proof_profile.ts";
import { runForProof } from "./proof_run.ts";
import type { CellOptions } from "./prove_cell.ts";

/** Runs once without a fault, for the bytes of a previous run. */
export async function placeOnOffsets(
  bench: ProofBench,
  seed: string,
): Promise<CellOptions["place"]> {
  let previous: OffsetsSite["previous"] = [];
  await runForProof(bench, {
    profile: offsetsProfile(),
    runId: runIdFor(seed, bench.backend, "previous run"),
    seed,
    onStop(stop, plan) {
      if (stop !== BEFORE_READ) return;
      previous = contentsOf(shelfOf(bench, plan), plan);
    },
  });
  await bench.clear();
  return (fault: FaultClass, draw) => {
    const way = OFFSETS_FAULTS[fault.id];
    if (way === undefined) return undefined;
    let first: OffsetsSite["first"] = [];
    const siteOf = (plan: Plan): OffsetsSite => ({
      draw,
      shelf: shelfOf(bench, plan),
      names: fileNames(plan),
      first,
      previous,
      arm(point, settings) {
        const { faults } = bench.wiring.core;
        faults.arm(`${point}${settings}`);
        return () =>
          faults.list().find(({ name }) => name === point)?.fired ?? 0;
      },
    });
    return {
      profile: way.shape === "timed" ? timedOffsetsProfile() : offsetsProfile(),
      onStop(stop, plan) {
        if (stop === FIRST_WRITTEN) {
          first = contentsOf(shelfOf(bench, plan), plan);
        }
        const put = stop === way.when ? way.put(siteOf(plan)) : undefined;
        return Promise.resolve(put);
      },
    };
  };
}
