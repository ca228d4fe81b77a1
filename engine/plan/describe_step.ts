/** One planned step in words. */
import { formatBytes } from "../profile/mod.ts";
import type { PlannedBlockStep, PlannedLane } from "../workloads/block/mod.ts";
import { arrivalText, limitText, plural } from "./_step_words.ts";
import { consistencyLines } from "./describe_consistency.ts";
import { loaderLines } from "./describe_loader.ts";
import { pipelineLines } from "./describe_pipeline.ts";
import { tableLines } from "./describe_table.ts";
import { objectLines } from "./describe_object_step.ts";
import { wrapLine } from "./_wrap_line.ts";
import type { PlannedStep } from "./plan.ts";

export interface StepPlace {
  /** From 1, as people count. */
  readonly number: number;
  readonly nameWidth: number;
}

/** Lines such as `  1  fill  write in order, 1 MiB blocks ...`. */
export function describeStep(
  step: PlannedStep,
  { number, nameWidth }: StepPlace,
): string[] {
  const start = `  ${String(number).padEnd(3)}${step.name.padEnd(nameWidth)}  `;
  const lines = step.kind === "cases"
    ? [`${plural(step.cases.length, "case")}: ${step.cases.join(", ")}`]
    : step.kind === "consistency"
    ? consistencyLines(step)
    : step.kind === "pipeline"
    ? pipelineLines(step)
    : step.kind === "table"
    ? tableLines(step)
    : step.kind === "loader"
    ? loaderLines(step)
    : step.kind === "object"
    ? objectLines(step)
    : blockLines(step);
  const hang = " ".repeat(start.length);
  return lines.flatMap((line, index) =>
    wrapLine(line, { indent: index === 0 ? start : hang, hang })
  );
}

function blockLines(step: PlannedBlockStep): string[] {
  const [lane] = step.lanes;
  if (lane === undefined) return ["nothing"];
  return [
    `${opText(lane)} ${patternText(lane)}, ${mixText(lane)}`,
    `${plural(step.lanes.length, "lane")} of depth ${lane.depth}, ` +
    `${step.io}, ${arrivalText(step, lane)}`,
    `${limitText(step, lane)}; ${checkText(lane)}; ${syncText(step, lane)}`,
  ];
}

function opText({ readPermille }: PlannedLane): string {
  if (readPermille === 1000) return "read";
  if (readPermille === 0) return "write";
  const read = readPermille / 10;
  return `read ${read}% and write ${(1000 - readPermille) / 10}%`;
}

function patternText({ pattern }: PlannedLane): string {
  switch (pattern.kind) {
    case "sequential":
      return "in order";
    case "random":
      return "at random";
    case "shuffle":
      return "shuffled, each block once a pass";
    case "zipf":
      return `by Zipf with skew ${pattern.thetaMilli / 1000}`;
    case "hot-band":
      return `with ${pattern.accessPermille / 10}% of the operations in ` +
        `${pattern.spacePermille / 10}% of the space`;
  }
}

function mixText({ mix }: PlannedLane): string {
  const [first] = mix;
  if (mix.length === 1 && first !== undefined) {
    return `${formatBytes(first.bytes)} blocks`;
  }
  const sum = mix.reduce((total, { weight }) => total + weight, 0);
  const parts = mix.map(({ bytes, weight }) =>
    `${Math.round(weight / sum * 1000) / 10}% ${formatBytes(bytes)}`
  );
  return `blocks of ${parts.join(", ")}`;
}

function checkText({ verify, readPermille }: PlannedLane): string {
  if (readPermille === 0) return "nothing to compare";
  return verify ? "every read is compared" : "nothing is compared";
}

function syncText({ dsync }: PlannedBlockStep, { sync }: PlannedLane): string {
  if (dsync) return "O_DSYNC";
  if (sync.kind === "end") return "fsync at the end";
  if (sync.kind === "none") return "no sync";
  return `fdatasync after each ${plural(sync.writes, "write")} of a lane`;
}
