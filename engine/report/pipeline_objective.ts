/** What steps of copies have to say to objectives. */
import type { Objective } from "../profile/mod.ts";
import type { Recording } from "../recorder/mod.ts";

type Asked = Pick<Objective, "step" | "op" | "metric">;

function copiesOf<T extends { readonly step: string; readonly target: string }>(
  { step, op }: Asked,
  { pipeline = [] }: { readonly pipeline?: readonly T[] },
  target?: string,
): readonly T[] {
  // A copy is a read and a write at once: no operation of its own.
  if (op !== null) return [];
  return pipeline.filter((one) =>
    (step === null || one.step === step) &&
    (target === undefined || one.target === target)
  );
}

/** Copies and tables that storage spoiled; `null`: none were made. */
export function copyFindings(
  asked: Asked,
  recording: Pick<Recording, "pipeline" | "table">,
  target?: string,
): number | null {
  const copies = copiesOf(asked, recording, target);
  const tables = copiesOf(asked, { pipeline: recording.table ?? [] }, target);
  if (copies.length + tables.length === 0) return null;
  return copies.reduce((sum, { report }) => sum + report.findings.length, 0) +
    tables.reduce((sum, { report }) => sum + report.findingsCount, 0);
}

/** Bytes or copies a second; `null` for other metrics, and without copies. */
export function copyRate(
  asked: Asked,
  recording: Pick<Recording, "pipeline">,
  target?: string,
): number | null {
  if (asked.metric !== "throughput" && asked.metric !== "iops") return null;
  let amount = 0;
  let durationNs = 0;
  for (const { report } of copiesOf(asked, recording, target)) {
    amount += asked.metric === "iops" ? report.copied : report.copiedBytes;
    durationNs += report.durationNs;
  }
  return durationNs > 0 ? amount * 1e9 / durationNs : null;
}
