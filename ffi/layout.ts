/**
 * Where each field of each struct of `stor_core.h` lies. Offsets are in bytes
 * and little endian; `tests/ffi/layout_test.ts` compares every one of them with
 * what the C compiler says.
 */

export type FieldKind = "u8" | "u16" | "u32" | "u64" | "bytes";

/** Size of a struct, and per field where it starts and how it is read. */
export interface StructLayout<Field extends string> {
  readonly sizeBytes: number;
  readonly fields: Readonly<Record<Field, readonly [number, FieldKind]>>;
}

function layout<Field extends string>(
  sizeBytes: number,
  fields: Readonly<Record<Field, readonly [number, FieldKind]>>,
): StructLayout<Field> {
  return { sizeBytes, fields };
}

/** Entries of `sv_lane_spec.mix`. */
export const MIX_MAX = 8;
/** Entries of `sv_object_spec.size_list` and its weights. */
export const SIZE_LIST_MAX = 8;
/** Length of both samples of a finding. */
export const SAMPLE_BYTES = 64;
/** Buckets of a histogram of the core. */
export const HISTOGRAM_LENGTH = 33792;

/** By the name of the struct in C; fields by their names there. */
export const LAYOUTS = {
  sv_usage: layout(48, {
    user_ns: [0, "u64"],
    system_ns: [8, "u64"],
    resident_bytes_max: [16, "u64"],
    resident_bytes: [24, "u64"],
    switches_voluntary: [32, "u64"],
    switches_forced: [40, "u64"],
  }),
  sv_alignment: layout(16, {
    memory_bytes: [0, "u32"],
    offset_bytes: [4, "u32"],
    source: [8, "u32"],
    physical_bytes: [12, "u32"],
  }),
  sv_path_facts: layout(32, {
    size_bytes: [0, "u64"],
    device_number: [8, "u64"],
    kind: [16, "u32"],
    read_only: [20, "u32"],
    claimed: [24, "u32"],
    rotational: [28, "u32"],
  }),
  sv_identity: layout(40, {
    run_id: [0, "u64"],
    run_key: [8, "u64"],
    object_id: [16, "u64"],
    object_tag: [24, "u32"],
    unit_bytes: [28, "u16"],
    object_bits: [30, "u8"],
    unit_bits: [31, "u8"],
    compress_permille: [32, "u16"],
    dedupe_permille: [34, "u16"],
    reserved: [36, "u32"],
  }),
  sv_stamp_write: layout(32, {
    unit: [0, "u64"],
    sequence: [8, "u64"],
    unit_count: [16, "u32"],
    writer: [20, "u32"],
    seconds: [24, "u32"],
    reserved: [28, "u32"],
  }),
  sv_window: layout(24, {
    low: [0, "u64"],
    high: [8, "u64"],
    mixed: [16, "u32"],
    reserved: [20, "u32"],
  }),
  sv_finding: layout(248, {
    time_ns: [0, "u64"],
    offset_bytes: [8, "u64"],
    unit: [16, "u64"],
    expected_low: [24, "u64"],
    expected_high: [32, "u64"],
    found_object: [40, "u64"],
    found_unit: [48, "u64"],
    found_generation: [56, "u64"],
    found_run: [64, "u64"],
    found_sequence: [72, "u64"],
    file: [80, "u32"],
    lane: [84, "u32"],
    class_: [88, "u32"],
    first_bad_byte: [92, "u32"],
    bad_bytes: [96, "u32"],
    bad_bits: [100, "u32"],
    shift_bytes: [104, "u32"],
    sample_byte: [108, "u32"],
    expected: [112, "bytes"],
    found: [176, "bytes"],
    op: [240, "u32"],
    reserved: [244, "u32"],
  }),
  sv_space_spec: layout(48, {
    run_id: [0, "u64"],
    run_key: [8, "u64"],
    file_bytes: [16, "u64"],
    file_count: [24, "u32"],
    unit_bytes: [28, "u32"],
    flags: [32, "u32"],
    compress_permille: [36, "u16"],
    dedupe_permille: [38, "u16"],
    object_tag: [40, "u32"],
    reserved: [44, "u32"],
  }),
  sv_space_facts: layout(40, {
    units: [0, "u64"],
    units_written: [8, "u64"],
    units_unsettled: [16, "u64"],
    generation_max: [24, "u64"],
    map_in_use: [32, "u64"],
  }),
  sv_mix: layout(8, { bytes: [0, "u32"], weight: [4, "u32"] }),
  sv_lane_spec: layout(208, {
    seed: [0, "u64"],
    region_unit: [8, "u64"],
    region_units: [16, "u64"],
    limit_ops: [24, "u64"],
    limit_bytes: [32, "u64"],
    limit_ns: [40, "u64"],
    warmup_ns: [48, "u64"],
    interval_ps: [56, "u64"],
    phase_ns: [64, "u64"],
    io: [72, "u32"],
    depth: [76, "u32"],
    pattern: [80, "u32"],
    arrival: [84, "u32"],
    read_permille: [88, "u32"],
    verify: [92, "u32"],
    sync_policy: [96, "u32"],
    sync_every: [100, "u32"],
    zipf_theta_milli: [104, "u32"],
    hot_space_permille: [108, "u32"],
    hot_access_permille: [112, "u32"],
    errors_max: [116, "u32"],
    lane: [120, "u32"],
    mix_count: [124, "u32"],
    mix: [128, "bytes"],
    cpu_plus_one: [192, "u32"],
    flags: [196, "u32"],
    write_bytes: [200, "u32"],
    endpoint: [204, "u32"],
  }),
  sv_histogram_facts: layout(40, {
    count: [0, "u64"],
    sum_ns: [8, "u64"],
    min_ns: [16, "u64"],
    max_ns: [24, "u64"],
    over: [32, "u64"],
  }),
  sv_object_spec: layout(208, {
    run_id: [0, "u64"],
    run_key: [8, "u64"],
    seed: [16, "u64"],
    key_count: [24, "u64"],
    size_min: [32, "u64"],
    size_max: [40, "u64"],
    size_median: [48, "u64"],
    part_bytes: [56, "u64"],
    multipart_from: [64, "u64"],
    size_list: [72, "bytes"],
    size_weights: [136, "bytes"],
    size_list_count: [168, "u32"],
    size_kind: [172, "u32"],
    size_sigma_milli: [176, "u32"],
    unit_bytes: [180, "u32"],
    flags: [184, "u32"],
    object_tag: [188, "u32"],
    key_style: [192, "u32"],
    tree_width: [196, "u32"],
    compress_permille: [200, "u16"],
    dedupe_permille: [202, "u16"],
    reserved: [204, "u32"],
  }),
  sv_objects_facts: layout(64, {
    keys: [0, "u64"],
    keys_live: [8, "u64"],
    keys_deleted: [16, "u64"],
    keys_never: [24, "u64"],
    keys_unsettled: [32, "u64"],
    bytes_live: [40, "u64"],
    generation_max: [48, "u64"],
    uploads_open: [56, "u64"],
  }),
  sv_object_lane_spec: layout(184, {
    seed: [0, "u64"],
    first_key: [8, "u64"],
    key_count: [16, "u64"],
    limit_ops: [24, "u64"],
    limit_bytes: [32, "u64"],
    limit_ns: [40, "u64"],
    warmup_ns: [48, "u64"],
    interval_ps: [56, "u64"],
    phase_ns: [64, "u64"],
    range_bytes: [72, "u64"],
    weight: [80, "bytes"],
    depth: [120, "u32"],
    arrival: [124, "u32"],
    key_choice: [128, "u32"],
    zipf_theta_milli: [132, "u32"],
    hot_space_permille: [136, "u32"],
    hot_access_permille: [140, "u32"],
    verify: [144, "u32"],
    errors_max: [148, "u32"],
    lane: [152, "u32"],
    endpoint: [156, "u32"],
    attempts_max: [160, "u32"],
    list_limit: [164, "u32"],
    part_depth: [168, "u32"],
    cpu_plus_one: [172, "u32"],
    flags: [176, "u32"],
    reserved: [180, "u32"],
  }),
  sv_fault_state: layout(24, {
    hits: [0, "u64"],
    fired: [8, "u64"],
    armed: [16, "u32"],
    reserved: [20, "u32"],
  }),
};
