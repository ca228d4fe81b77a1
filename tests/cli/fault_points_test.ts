/**
 * Every fault point changes an outcome. Method: each is armed for a small run
 * over real targets; the run must show what its row says, which the same run
 * without a fault does not show, and its report must say what was armed.
 */
import { assert, assertEquals } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";
import {
  type FaultPlace,
  type FaultRun,
  outcomeOf,
  withFaultPlace,
} from "../_support/fault_place.ts";
import { FAULT_PROOFS, type FaultRow } from "./_fault_rows.ts";

function pointNames(): string[] {
  using core = loadCore();
  return core.faults.list().map(({ name }) => name);
}

/** A clean run of each load on each target, made once. */
class CleanRuns {
  readonly #place: FaultPlace;
  readonly #outcomes = new Map<string, Promise<string[]>>();

  constructor(place: FaultPlace) {
    this.#place = place;
  }

  outcome(run: Omit<FaultRun, "faults">): Promise<string[]> {
    const key = JSON.stringify(run);
    const known = this.#outcomes.get(key) ??
      this.#place.run(run).then(outcomeOf);
    this.#outcomes.set(key, known);
    return known;
  }
}

async function showRow(
  point: string,
  row: FaultRow,
  { place, clean }: { readonly place: FaultPlace; readonly clean: CleanRuns },
): Promise<void> {
  const { isVerified = false, load, plan, shows, targets } = row;
  for (const target of targets) {
    const run = { target, load, isVerified };
    const text = `${point}${plan}`;
    const what = `${text} over ${load} on ${target}`;
    const before = await clean.outcome(run);
    assert(before.includes("exit 0"), `${load} on ${target}: ${before}`);
    const end = await place.run({ ...run, faults: [text] });
    const after = outcomeOf(end);
    for (const word of shows) {
      assert(after.includes(word), `${what} shows ${after}, not ${word}`);
      // Everything is slow now and then.
      const isNew = word === "held" || !before.includes(word);
      assert(isNew, `${what}: also a clean run shows ${word}`);
    }
    const armed = end.report.faultsArmed.join();
    assert(armed.startsWith(text), `${what} is marked "${armed}"`);
    if (isVerified) continue;
    const count = end.report.faultPoints?.find((one) => one.point === point);
    assert((count?.fired ?? 0) > 0, `${what} never fired`);
  }
}

Deno.test("every fault point has a row, and every row a point", () => {
  assertEquals(Object.keys(FAULT_PROOFS).sort(), pointNames().sort());
});

Deno.test("every fault point changes an outcome", async (t) => {
  await withFaultPlace(async (place) => {
    const clean = new CleanRuns(place);
    for (const [point, proof] of Object.entries(FAULT_PROOFS)) {
      await t.step(point, async () => {
        for (const row of proof) await showRow(point, row, { place, clean });
      });
    }
  });
});

Deno.test("a row that a clean run fulfils is noticed", async () => {
  await withFaultPlace(async (place) => {
    const clean = new CleanRuns(place);
    const row: FaultRow = {
      ...{ plan: ":after=9999", load: "blocks", targets: ["mem"] },
      shows: ["exit 0"],
    };
    const shown = showRow("read.eio", row, { place, clean });
    const failure = await shown.then(() => "none", (cause) => String(cause));
    assert(failure.includes("also a clean run shows exit 0"), failure);
  });
});
