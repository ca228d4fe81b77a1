/** What a step over keys put, got and compared, in objects. */
import type { StepRecording } from "../recorder/mod.ts";
import { opCounts, sumOf } from "../workers/mod.ts";
import type { ObjectCoverage } from "./report.ts";

/** `null` facts leave what only the oracle knows at 0. */
export function objectCoverage(step: StepRecording): ObjectCoverage {
  const lanes = step.lanes.map(({ counters }) => counters);
  const done = (...ops: ("get" | "range" | "put" | "upload")[]) =>
    ops.reduce((sum, op) => sum + opCounts(lanes, op).count, 0);
  return {
    put: done("put", "upload"),
    got: done("get", "range"),
    compared: sumOf(lanes, "objectsCompared"),
    missing: sumOf(lanes, "objectsMissing"),
    absent: sumOf(lanes, "objectsAbsent"),
    ambiguous: step.objects?.keysUnsettled ?? 0,
    weak: sumOf(lanes, "objectsWeak"),
    listed: sumOf(lanes, "keysListed"),
    skipped: sumOf(lanes, "writesSkipped"),
    checksums: sumOf(lanes, "sumsCompared"),
    checksumsUnknown: sumOf(lanes, "sumsUnknown"),
    keysLive: step.objects?.keysLive ?? 0,
    uploadsOpen: step.objects?.uploadsOpen ?? 0,
  };
}
