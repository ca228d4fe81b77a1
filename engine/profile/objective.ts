/**
 * Reads objectives such as `overwrite.read.p99 <= 50ms` and holds them
 * against the steps they name.
 */
import { didYouMean } from "./nearest_word.ts";
import { OBJECT_OPS, objectOps } from "./object_step.ts";
import type { LoadOp, Objective, ObjectiveMetric, Step } from "./profile.ts";
import type { Place } from "./rule.ts";
import {
  bytesPerSecond,
  opsPerSecond,
  plainRatio,
  rowsPerSecond,
  wholeCount,
} from "./objective_bound.ts";
import { parseDurationNs, parsePercent } from "./units.ts";

interface MetricRule {
  /** Reads the bound; throws a `RangeError` that is a whole sentence. */
  readonly bound: (text: string) => number;
  /** Operations it can be asked of; "whole": only of all of them together. */
  readonly ops: "one" | "one or all" | "done" | "moved" | "whole";
  /** Only steps that read training samples have it. */
  readonly ofLoader?: true;
  /** Only steps that write a table have it. */
  readonly ofTable?: true;
}

const LATENCY: MetricRule = { bound: parseDurationNs, ops: "one" };

const METRICS: Readonly<Record<ObjectiveMetric, MetricRule>> = {
  "throughput": { bound: bytesPerSecond, ops: "moved" },
  "iops": { bound: opsPerSecond, ops: "done" },
  "mean": LATENCY,
  "p50": LATENCY,
  "p90": LATENCY,
  "p99": LATENCY,
  "p99.9": LATENCY,
  "p99.99": LATENCY,
  "max": LATENCY,
  "errors": { bound: wholeCount, ops: "one or all" },
  "findings": { bound: wholeCount, ops: "whole" },
  "coverage": { bound: parsePercent, ops: "whole" },
  "rows": { bound: rowsPerSecond, ops: "whole", ofTable: true },
  "hitRate": { bound: parsePercent, ops: "whole", ofLoader: true },
  "hitP99": { bound: parseDurationNs, ops: "whole", ofLoader: true },
  "utilisation": { bound: parsePercent, ops: "whole", ofLoader: true },
  "compression": { bound: plainRatio, ops: "whole", ofLoader: true },
  "memoryOverhead": { bound: parsePercent, ops: "whole", ofLoader: true },
};

const OPS = ["read", "write", "sync", ...OBJECT_OPS] as const;
const FIRST_BYTE = "firstByte";
/** Others have no body that could begin. */
const WITH_BODY: readonly LoadOp[] = ["get", "range"];
const WITHOUT_BYTES: readonly LoadOp[] = ["sync", "head", "list", "delete"];
const COMPARES = ["<=", ">=", "==", "<", ">"] as const;

/** Accepted by the JSON Schema; the parser also checks the bound's unit. */
export const OBJECTIVE_PATTERN = `^\\s*([A-Za-z0-9_-]+\\.){0,3}(${
  Object.keys(METRICS).map((name) => name.replace(".", "\\.")).join("|")
})\\s*(${COMPARES.join("|")})\\s*\\S.*$`;

/** Steps as far as they could be read; `null` for one that has mistakes. */
export type NamedSteps = ReadonlyMap<string, Step | null>;

/** The objective, or `undefined` after its mistakes were noted. */
export function parseObjective(
  text: string,
  steps: NamedSteps,
  place: Place,
): Objective | undefined {
  const note = (reason: string): undefined => {
    place.mistakes.note(place.path, `Cannot read "${text}": ${reason}`);
    return undefined;
  };
  const match = /^\s*([^<>=\s]+)\s*(<=|>=|==|<|>)\s*(\S.*?)\s*$/.exec(text);
  if (match === null) {
    return note(
      `write step.operation.metric, one of ${COMPARES.join(" ")} and a ` +
        "bound, as in fill.write.p99 <= 50ms",
    );
  }
  const [, left = "", compareText, boundText = ""] = match;
  const compare = COMPARES.find((known) => known === compareText);
  const metric = metricOf(left);
  if (metric === null || compare === undefined) {
    const last = left.split(".").at(-1) ?? left;
    return note(
      `"${last}" is no metric${didYouMean(last, Object.keys(METRICS))}`,
    );
  }
  const subject = subjectOf(left.slice(0, -metric.length), steps);
  if (typeof subject === "string") return note(subject);
  const bound = boundOf(boundText, METRICS[metric].bound);
  if (typeof bound === "string") return note(bound);
  const objective = { text, ...subject, metric, compare, bound };
  const settled = settleOp(objective, steps);
  return typeof settled === "string" ? note(settled) : settled;
}

function metricOf(left: string): ObjectiveMetric | null {
  let longest: ObjectiveMetric | null = null;
  for (const name of metricNames()) {
    if (left !== name && !left.endsWith(`.${name}`)) continue;
    if (longest === null || name.length > longest.length) longest = name;
  }
  return longest;
}

function metricNames(): ObjectiveMetric[] {
  // Object.keys() forgets that METRICS has exactly these keys.
  return Object.keys(METRICS) as ObjectiveMetric[];
}

type Subject = Pick<Objective, "step" | "op" | "firstByte">;

/** What stands before the metric: `step.op.firstByte.`, each may be absent. */
function subjectOf(prefix: string, steps: NamedSteps): Subject | string {
  const words = prefix.split(".").slice(0, -1);
  if (words.length > 1 && words.at(-1) === FIRST_BYTE) {
    const named = namedOf(words.slice(0, -1), steps);
    return typeof named === "string" ? named : { ...named, firstByte: true };
  }
  return namedOf(words, steps);
}

function namedOf(
  words: readonly string[],
  steps: NamedSteps,
): Subject | string {
  const [first, second] = words;
  if (words.length > 2) {
    return "write at most step.operation.metric, or " +
      `step.get.${FIRST_BYTE}.p99`;
  }
  if (first === undefined) return { step: null, op: null };
  const known = [...steps.keys()];
  const unknown = `no step is called "${first}"${didYouMean(first, known)}`;
  if (second === undefined) {
    if (steps.has(first)) return { step: first, op: null };
    const op = OPS.find((name) => name === first);
    return op === undefined ? unknown : { step: null, op };
  }
  if (!steps.has(first)) return unknown;
  const op = OPS.find((name) => name === second);
  if (op !== undefined) return { step: first, op };
  return `"${second}" is no operation${didYouMean(second, OPS)}`;
}

/** Fills in the only operation of a step, and refuses what has no number. */
function settleOp(
  objective: Objective,
  steps: NamedSteps,
): Objective | string {
  const { metric, op } = objective;
  const rule = METRICS[metric];
  if (rule.ops === "whole" && op !== null) {
    return `${metric} is not counted by operation, write it without "${op}"`;
  }
  const lack = lackOf(objective) ?? lackOfLoader(objective, steps) ??
    lackOfTable(objective, steps);
  if (lack !== null) return lack;
  if (objective.step === null) {
    const isMixed = rule.ops === "one" && op === null;
    return isMixed ? mixedSentence(`read.${metric}`) : objective;
  }
  const step = steps.get(objective.step);
  const isLoad = step?.kind === "block" || step?.kind === "object" ||
    step?.kind === "loader";
  if (step && !isLoad && rule.ops !== "whole") {
    if (step.kind === "pipeline" && op === null && isRate(metric)) {
      return objective;
    }
    // Of a table it is the commits that are counted and timed.
    if (step.kind === "table" && op === null && metric !== "errors") {
      return objective;
    }
    const does = step.kind === "cases"
      ? "runs cases"
      : step.kind === "pipeline"
      ? "copies objects"
      : step.kind === "table"
      ? "writes a table"
      : "judges consistency";
    return `step "${step.name}" ${does} and has no ${metric}`;
  }
  if (!isLoad) return objective;
  const done = opsOf(step);
  if (op !== null && !done.includes(op)) {
    return `step "${step.name}" does no ${op}, only ${done.join(" and ")}`;
  }
  if (rule.ops !== "one" || op !== null) return objective;
  const [only, ...others] = done;
  if (only !== undefined && others.length === 0) {
    return { ...objective, op: only };
  }
  return mixedSentence(`${step.name}.${only}.${metric}`);
}

/** Why the operation has no such metric, or `null`. */
function lackOf({ metric, op, firstByte }: Objective): string | null {
  const { ops } = METRICS[metric];
  const isWithoutRate = op === "sync" && ops === "done";
  if (op !== null && ops === "moved" && WITHOUT_BYTES.includes(op)) {
    return `a ${op} moves no bytes and has no ${metric}`;
  }
  if (isWithoutRate) return `a sync moves no bytes and has no ${metric}`;
  if (firstByte !== true) return null;
  if (ops !== "one") {
    return `${metric} is no latency, write it without "${FIRST_BYTE}"`;
  }
  return op !== null && !WITH_BODY.includes(op)
    ? `a ${op} returns no bytes and has no ${FIRST_BYTE}`
    : null;
}

/** Why a step has no metric of loaders, or `null`. */
function lackOfLoader(
  { metric, step }: Objective,
  steps: NamedSteps,
): string | null {
  if (METRICS[metric].ofLoader !== true) return null;
  if (step === null) {
    return `${metric} is of one step, name it, as in train.${metric}`;
  }
  const named = steps.get(step);
  // One that has mistakes of its own is not accused of this as well.
  if (named === null || named === undefined) return null;
  const isRead = named.kind === "loader" && named.op === "read";
  if (metric === "compression") {
    return named.kind === "loader" && ["read", "write"].includes(named.op)
      ? null
      : `step "${step}" handles no training samples and has no ${metric}`;
  }
  return isRead
    ? null
    : `step "${step}" reads no training samples and has no ${metric}`;
}

/** Why a step has no metric of tables, or `null`. */
function lackOfTable(
  { metric, step }: Objective,
  steps: NamedSteps,
): string | null {
  if (METRICS[metric].ofTable !== true) return null;
  if (step === null) {
    return `${metric} is of one step, name it, as in appends.${metric}`;
  }
  const named = steps.get(step);
  // One that has mistakes of its own is not accused of this as well.
  return named === null || named === undefined || named.kind === "table"
    ? null
    : `step "${step}" writes no table and has no ${metric}`;
}

function isRate(metric: ObjectiveMetric): boolean {
  return metric === "throughput" || metric === "iops";
}

function mixedSentence(example: string): string {
  return `latencies of different operations do not mix, name one, ` +
    `as in ${example}`;
}

/** What a step does, as an objective names it; nothing without lanes. */
export function opsOf(step: Step): readonly LoadOp[] {
  if (["cases", "consistency", "pipeline", "table"].includes(step.kind)) {
    return [];
  }
  if (step.kind === "loader") {
    const isWriting = step.op === "write" || step.op === "save";
    return [isWriting ? "write" : "read"];
  }
  if (step.kind !== "object" && step.kind !== "block") return [];
  if (step.kind === "object") return objectOps(step);
  const { op, sync } = step;
  const hasSync = sync.kind === "every" || sync.kind === "end";
  return [
    ...(op.read > 0 ? ["read" as const] : []),
    ...(op.write > 0 ? ["write" as const] : []),
    ...(hasSync ? ["sync" as const] : []),
  ];
}

function boundOf(
  text: string,
  read: (text: string) => number,
): number | string {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message.charAt(0).toLowerCase() + error.message.slice(1);
  }
}
