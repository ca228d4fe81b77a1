/**
 * Counters of a lane, in the order of `SV_COUNTER_MAP` (each is documented
 * there). A test compares this list with the core's own.
 */

/** Names as in C; their places are their numbers there. */
export const COUNTERS = [
  "state",
  "status",
  "start_ns",
  "end_ns",
  "read_ops",
  "read_bytes",
  "read_errors",
  "write_ops",
  "write_bytes",
  "write_errors",
  "sync_ops",
  "sync_errors",
  "short_transfers",
  "warmup_ops",
  "units_written",
  "units_read",
  "units_compared",
  "units_unwritten",
  "units_unchecked",
  "units_overlapped",
  "units_ambiguous",
  "units_weak",
  "units_bad",
  "writes_ambiguous",
  "findings_dropped",
  "conflicts",
  "late_starts",
  "late_ns_max",
  "backlog",
  "backlog_max",
  "in_flight",
  "passes",
  "first_error_status",
  "first_error_offset",
  "first_error_op",
  "fixed_buffers",
  "fixed_files",
  "ring_flags",
  "cpu_ns",
  "steady_ns",
  "steady_read_ops",
  "steady_read_bytes",
  "steady_write_ops",
  "steady_write_bytes",
  "faults_fired",
  "seek_seed",
] as const;

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** `read_ops` of the core is `readOps` here. */
export type CounterName = Camel<(typeof COUNTERS)[number]>;

/** All counters of one lane at one moment. */
export type LaneCounters = Readonly<Record<CounterName, number>>;
