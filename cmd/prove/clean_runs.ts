/** Clean runs on one backend: whatever they find is a false alarm. */
import {
  type CleanRun,
  comparedUnits,
  type Report,
  runIdFor,
} from "../../engine/mod.ts";
import {
  bulkLoad,
  cleanKeysLoads,
  type CleanLoad,
  cleanOffsetsLoads,
} from "./clean_profile.ts";
import type { ProofBench } from "./proof_bench.ts";
import { UNIT_BYTES } from "./proof_profile.ts";
import { runForProof } from "./proof_run.ts";

/** Every kind of load that the backend takes, once. */
export async function cleanRuns(
  bench: ProofBench,
  seed: string,
): Promise<CleanRun[]> {
  const loads = bench.stand === undefined
    ? cleanOffsetsLoads()
    : cleanKeysLoads();
  const runs: CleanRun[] = [];
  for (const load of loads) {
    if (bench.interrupt.signal.aborted) break;
    runs.push(await cleanRun(bench, load, seed));
  }
  return runs;
}

/** Until `asked` units are compared, those of `before` with them. */
export async function bulkRuns(
  bench: ProofBench,
  { asked, before, seed }: {
    readonly asked: number;
    readonly before: readonly CleanRun[];
    readonly seed: string;
  },
): Promise<CleanRun[]> {
  const runs: CleanRun[] = [];
  for (let round = 0;; round++) {
    const lacking = asked -
      comparedUnits({ asked, runs: [...before, ...runs] });
    if (lacking <= 0 || bench.interrupt.signal.aborted) return runs;
    const run = await cleanRun(bench, bulkLoad(lacking), `${seed} ${round}`);
    runs.push(run);
    if (run.isFailed || run.accused > 0) return runs;
  }
}

/** The run, and what `verify` reads after it. */
async function cleanRun(
  bench: ProofBench,
  { profile, text }: CleanLoad,
  seed: string,
): Promise<CleanRun> {
  const { backend } = bench;
  const { report, again } = await runForProof(bench, {
    profile,
    runId: runIdFor(seed, backend, profile.name),
    seed,
  });
  await bench.clear();
  const reports = again === undefined ? [report] : [report, again];
  const accused = sumOf(
    reports,
    (one) => Math.max(one.coverage.badUnits, one.findings.length),
  );
  const [failure] = reports.flatMap(({ failures }) => failures);
  const [finding] = reports.flatMap(({ findings }) => findings);
  const reason = finding?.sentence ?? failure;
  return {
    backend,
    load: text,
    comparedUnits: sumOf(
      reports,
      ({ coverage }) => Math.floor(coverage.comparedBytes / UNIT_BYTES),
    ),
    accused,
    ...(reason === undefined ? {} : { reason }),
    isFailed: failure !== undefined,
  };
}

function sumOf(
  reports: readonly Report[],
  of: (report: Report) => number,
): number {
  return reports.reduce((sum, report) => sum + of(report), 0);
}
