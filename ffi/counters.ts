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

/**
 * Counters of lanes that speak HTTP. A core of this ABI does not count them
 * yet: they read 0.
 */
export const HTTP_COUNTERS = [
  ...["get_ops", "get_bytes", "get_errors"] as const,
  ...["range_ops", "range_bytes", "range_errors"] as const,
  ...["put_ops", "put_bytes", "put_errors"] as const,
  ...["upload_ops", "upload_bytes", "upload_errors"] as const,
  ...["head_ops", "head_bytes", "head_errors"] as const,
  ...["list_ops", "list_bytes", "list_errors"] as const,
  ...["delete_ops", "delete_bytes", "delete_errors"] as const,
  "attempts",
  "retries",
  "retries_throttled",
  "retries_server",
  "retries_reset",
  "retries_timeout",
  "retries_other",
  "retry_wait_ns",
  "errors_refused",
  "errors_resolve",
  "errors_reset",
  "errors_timeout",
  "errors_tls",
  "errors_truncated",
  "errors_broken",
  "errors_denied",
  "errors_missing",
  "errors_conflict",
  "errors_throttled",
  "errors_server",
  "errors_other",
  "connections_new",
  "keys_listed",
  "objects_compared",
  "objects_missing",
  "objects_weak",
  "writes_skipped",
  "uploads_aborted",
] as const;

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** `read_ops` of the core is `readOps` here. */
export type CounterName = Camel<
  (typeof COUNTERS | typeof HTTP_COUNTERS)[number]
>;

/** All counters of one lane at one moment. */
export type LaneCounters = Readonly<Record<CounterName, number>>;
