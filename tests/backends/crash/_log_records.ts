/** Records of a log as the core would write them; a test sets what matters. */
import type { RunLog } from "../../../backends/crash/run_log.ts";
import type { LogRecord } from "../../../ffi/mod.ts";
import { spaceSpec } from "../_space_spec.ts";

/** A record of lane 0 on the first unit of the first file. */
export function record(
  sequence: number,
  over: Partial<LogRecord> = {},
): LogRecord {
  return {
    sequence,
    timeNs: sequence,
    stage: "begun",
    op: "write",
    begun: sequence,
    lane: 0,
    file: 0,
    offset: 0,
    bytes: 4096,
    generation: 1,
    stampSequence: sequence,
    seconds: 0,
    more: false,
    durable: false,
    hasFailed: false,
    ...over,
  };
}

/** The end of what the record `begun` began. */
export function end(
  sequence: number,
  begun: LogRecord,
  over: Partial<LogRecord> = {},
): LogRecord {
  return { ...begun, sequence, begun: begun.sequence, stage: "ended", ...over };
}

/** A run of those records over one file of four units. */
export function runOf(records: readonly LogRecord[]): RunLog {
  return {
    spec: spaceSpec({
      files: [{ name: "a", objectId: 9n }],
      fileBytes: 4 * 4096,
      unitBytes: 4096,
    }),
    records,
  };
}
