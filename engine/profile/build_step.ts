/**
 * Makes steps from what was read: fills in defaults and checks what no single
 * key can know. Notes mistakes even when other parts of the step are wrong.
 */
import { checkObjectStep, objectStep } from "./build_object_step.ts";
import { consistencyStep } from "./consistency_fields.ts";
import { checkLoaderStep, loaderStep } from "./build_loader_step.ts";
import { pipelineStep } from "./pipeline_fields.ts";
import { tableStep } from "./table_fields.ts";
import type { StepRead } from "./profile_fields.ts";
import type { BlockStep, CasesStep, Step } from "./profile.ts";
import { inside, type Place } from "./rule.ts";
import { checkSteadyState } from "./steady_state.ts";
import type { BlockFieldsRead, CasesFieldsRead } from "./step_fields.ts";

const KiB = 1024;
const MiB = 1024 ** 2;
const DEPTH_DEFAULT = 16;

export interface StepSurroundings {
  readonly unitBytes: 512 | 4096 | undefined;
  /** Number of the step among those that run cases, from 1. */
  readonly casesNumber: number;
}

/** The step, or `null` when it has mistakes. */
export function buildStep(
  read: StepRead,
  place: Place,
  surroundings: StepSurroundings,
): Step | null {
  if (read.kind === "broken") return null;
  const before = place.mistakes.count;
  const step = stepOf(read, surroundings);
  if (read.kind === "object") checkObjectStep(read.fields, place);
  if (read.kind === "loader") checkLoaderStep(read.fields, place);
  if (read.kind === "block") {
    checkSizes(read.fields, place, surroundings.unitBytes);
    checkSync(read.fields, place);
    checkSteadyState(read.fields, place);
  }
  return place.mistakes.count > before ? null : step;
}

function stepOf(
  read: Exclude<StepRead, { readonly kind: "broken" }>,
  surroundings: StepSurroundings,
): Step | null {
  switch (read.kind) {
    case "cases":
      return casesStep(read.fields, surroundings);
    case "object":
      return objectStep(read.fields);
    case "consistency":
      return consistencyStep(read.fields);
    case "pipeline":
      return pipelineStep(read.fields);
    case "table":
      return tableStep(read.fields);
    case "loader":
      return loaderStep(read.fields);
    case "block":
      return blockStep(read.fields);
  }
}

function casesStep(
  fields: CasesFieldsRead,
  { casesNumber }: StepSurroundings,
): CasesStep | null {
  const { cases } = fields;
  if (cases === undefined) return null;
  const name = casesNumber === 1 ? "cases" : `cases-${casesNumber}`;
  return { kind: "cases", name: fields.name ?? name, select: cases };
}

function blockStep(fields: BlockFieldsRead): BlockStep | null {
  const { name, op, total, ops, duration, rate } = fields;
  if (name === undefined || op === undefined) return null;
  const pattern = fields.pattern ?? { kind: "sequential" };
  const blockBytes = pattern.kind === "sequential" ? MiB : 4 * KiB;
  return {
    kind: "block",
    name,
    op,
    pattern,
    blockSizes: fields.blockSize ?? [{ bytes: blockBytes, weight: 100 }],
    ...(total === undefined ? {} : { totalBytes: total }),
    ...(ops === undefined ? {} : { ops }),
    ...(duration === undefined ? {} : { durationNs: duration }),
    warmupNs: fields.warmup ?? 0,
    ...(fields.steadyState === undefined
      ? {}
      : { steadyState: fields.steadyState }),
    lanes: fields.lanes ?? 1,
    depth: fields.depth ?? DEPTH_DEFAULT,
    ...(rate === undefined ? {} : { rate }),
    verify: fields.verify ?? "always",
    sync: fields.sync ?? { kind: "none" },
    io: fields.io ?? "auto",
    compressPercent: fields.compress ?? 0,
    dedupePercent: fields.dedupe ?? 0,
    errorsMax: fields.errorsMax ?? 0,
  };
}

function checkSizes(
  { blockSize, total }: BlockFieldsRead,
  place: Place,
  unitBytes: 512 | 4096 | undefined,
): void {
  for (const { bytes } of blockSize ?? []) {
    if (unitBytes === undefined || bytes % unitBytes === 0) continue;
    const wayOut = unitBytes === 4096 && bytes % 512 === 0
      ? ", or set unit: 512B"
      : "";
    place.mistakes.note(
      inside(place, "blockSize").path,
      `Cannot stamp blocks of ${bytes} bytes: ` +
        `give a multiple of the unit, ${unitBytes} bytes${wayOut}`,
    );
  }
  const largest = Math.max(0, ...(blockSize ?? []).map(({ bytes }) => bytes));
  if (total !== undefined && total < largest) {
    place.mistakes.note(
      inside(place, "total").path,
      `Cannot move ${total} bytes in blocks of ${largest}: ` +
        "give at least one block",
    );
  }
}

function checkSync({ op, sync }: BlockFieldsRead, place: Place): void {
  if (op?.write !== 0 || sync === undefined || sync.kind === "none") return;
  place.mistakes.note(
    inside(place, "sync").path,
    "Cannot sync a step that writes nothing: leave it out",
  );
}
