/** Cases `table.*`: which body tries which, and where. */
import type { BodyCase } from "../case.ts";
import * as append from "./append_cases.ts";
import * as boundary from "./boundary_cases.ts";
import * as chunk from "./chunk_cases.ts";
import * as compression from "./compression_cases.ts";
import * as concurrent from "./concurrent_cases.ts";
import * as contention from "./contention_cases.ts";
import { ENCRYPTION_BODIES } from "./encryption_bodies.ts";
import * as errors from "./error_cases.ts";
import * as evolution from "./evolution_cases.ts";
import * as rolling from "./file_rolling_cases.ts";
import * as imports from "./import_cases.ts";
import * as lance from "./lance_cases.ts";
import * as long from "./long_cases.ts";
import * as mix from "./mix_cases.ts";
import * as policy from "./policy_cases.ts";
import * as reader from "./reader_cases.ts";
import * as recovery from "./recovery_cases.ts";
import * as scale from "./scale_cases.ts";
import * as upgrade from "./upgrade_cases.ts";
import * as validation from "./validation_cases.ts";
import * as vortex from "./vortex_cases.ts";

type Bodies = Readonly<Record<string, BodyCase["body"]>>;

const BODIES: Readonly<Record<string, Bodies>> = {
  file_rolling: {
    file_rolling_by_size: rolling.bySize,
    file_rolling_small_threshold: rolling.smallThreshold,
    file_rolling_large_threshold: rolling.largeThreshold,
    file_rolling_exact_boundary: rolling.exactBoundary,
    file_rolling_with_compression: rolling.withCompression,
    file_rolling_multiple_column_groups: rolling.multipleColumnGroups,
    file_rolling_preserves_data: rolling.preservesData,
    file_rolling_memory_pressure: rolling.memoryPressure,
    file_rolling_count_verification: rolling.countVerification,
  },
  reader_advanced: {
    column_projection_performance: reader.projection,
    predicate_pushdown: reader.predicatePushdown,
    take_with_indices: reader.takeWithIndices,
    take_with_large_index_list: reader.takeLargeList,
    take_across_multiple_files: reader.takeAcrossFiles,
    parallel_scan: reader.parallelScan,
    read_with_missing_columns: reader.missingColumns,
  },
  chunk_reader: {
    chunk_reader_random_access: chunk.randomAccess,
    chunk_reader_get_chunk_size: chunk.chunkSize,
    chunk_reader_get_chunk_rows: chunk.chunkRows,
    chunk_reader_sequential_read: chunk.sequentialRead,
    chunk_reader_parallel_read: chunk.parallelRead,
    chunk_indices_mapping: chunk.indicesMapping,
  },
  compression: {
    compression_snappy: compression.compressedBy("snappy"),
    compression_gzip: compression.compressedBy("gzip"),
    compression_zstd: compression.compressedBy("zstd"),
    compression_lz4: compression.compressedBy("lz4"),
    compression_level: compression.level,
    dictionary_encoding: compression.dictionaryEncoding,
    no_compression: compression.noCompression,
    compression_ratio_verification: compression.ratio,
  },
  encryption: ENCRYPTION_BODIES,
  boundary_conditions: {
    single_row_write_read: boundary.singleRow,
    single_column_schema: boundary.singleColumn,
    very_wide_table: boundary.veryWide,
    deeply_nested_types: boundary.deeplyNested,
    special_characters_in_column_names: boundary.specialNames,
    unicode_string_values: boundary.unicode,
    max_int64_values: boundary.maxInt64,
    nan_and_inf_float_values: boundary.nanAndInf,
    empty_string_values: boundary.emptyStrings,
    null_values_all_columns: boundary.nullValues,
    very_long_file_paths: boundary.longPaths,
    rapid_open_close_cycles: boundary.openCloseCycles,
  },
  append: {
    single_append: append.single,
    multiple_sequential_appends: append.sequential,
    append_with_different_batch_sizes: append.batchSizes,
    append_preserves_existing_data: append.preservesData,
    append_with_file_rolling: append.withRolling,
  },
  add_field: {
    add_single_field: evolution.single,
    add_multiple_fields: evolution.multiple,
    add_field_different_types: evolution.differentTypes(false),
    read_after_add_field: evolution.readAfter,
  },
  mix_workflow: {
    append_then_add_field: mix.appendThenAdd,
    add_field_then_append: mix.addThenAppend,
    multiple_mixed_operations: mix.mixed,
    mixed_workflow_data_integrity: mix.mixedIntegrity,
  },
  concurrent_mix_workflow: {
    concurrent_append: concurrent.append,
    concurrent_add_field: concurrent.addField,
    concurrent_mixed_operations: concurrent.mixedOperations,
    conflict_resolution_merge: concurrent.resolveByMerge,
    conflict_resolution_fail: concurrent.resolveByFail,
    transaction_retry_on_conflict: concurrent.retryOnConflict,
  },
  version_upgrade: {
    read_older_version_data: upgrade.readOlder,
    write_backward_compatible: upgrade.writeCompatible,
    manifest_version_migration: upgrade.migration,
    property_compatibility: upgrade.properties,
  },
  schema_evolution: {
    add_single_field: evolution.single,
    add_multiple_fields: evolution.multiple,
    add_field_different_types: evolution.differentTypes(true),
    add_field_duplicate_name_fails: evolution.duplicateName,
    read_after_add_field: evolution.readAfter,
    multiple_schema_versions: evolution.schemaVersions,
    add_field_with_default_value: evolution.defaultValue,
    schema_evolution_concurrent: contention.schemaEvolution,
  },
  column_group_policy: {
    single_column_group_policy: policy.single,
    schema_based_policy_basic: policy.patternBasic,
    schema_based_policy_complex_patterns: policy.patternComplex,
    size_based_policy_basic: policy.sizeBasic,
    size_based_policy_large_columns: policy.sizeLarge,
    policy_with_nullable_columns: policy.nullableColumns,
    policy_preserves_row_alignment: policy.rowAlignment,
    mixed_column_types_grouping: policy.mixedTypes,
  },
  parquet_import: {
    explore_single_parquet_file: imports.explore,
    get_parquet_file_info: imports.fileInfo,
    import_single_parquet_file: imports.single,
    import_multiple_parquet_files: imports.multiple,
    import_parquet_with_partitions: imports.partitions,
    read_after_parquet_import: imports.readAfter,
    append_after_parquet_import: imports.appendAfter,
  },
  vortex_import: {
    explore_single_vortex_file: vortex.explore,
    get_vortex_file_info: vortex.fileInfo,
    import_single_vortex_file: vortex.single,
    import_multiple_vortex_files: vortex.multiple,
    read_after_vortex_import: vortex.readAfter,
    mixed_format_import: vortex.mixed,
  },
  lance_import: {
    explore_lance_dataset: lance.explore,
    explore_lance_fragments: lance.fragments,
    import_lance_single_fragment: lance.single,
    import_lance_all_fragments: lance.all,
    read_after_lance_import: lance.readAfter,
    lance_fragment_metadata: lance.metadata,
  },
  crash_recovery: {
    recovery_after_writer_crash: recovery.writerCrash,
    recovery_partial_write: recovery.partialWrite,
    recovery_corrupted_file: recovery.corruptedFile,
    manifest_recovery: recovery.manifestRecovery,
    transaction_rollback: recovery.rollback,
  },
  data_validation: {
    checksum_verification: validation.checksum,
    schema_validation: validation.schema,
    row_count_verification: validation.rowCount,
    column_group_alignment: validation.alignment,
    manifest_integrity_check: validation.manifestIntegrity,
  },
  error_handling: {
    invalid_path: errors.invalidPath,
    corrupted_manifest: errors.corruptedManifest,
    missing_data_file: errors.missingFile,
    schema_mismatch: errors.schemaMismatch,
    permission_denied: errors.permissionDenied,
    disk_full_simulation: errors.diskFull,
    invalid_column_projection: errors.invalidProjection,
    take_out_of_range: errors.takeOutOfRange,
    empty_write: errors.emptyWrite,
    duplicate_column_names: errors.duplicateColumns,
    invalid_properties: errors.invalidProperties,
  },
  large_scale_write: {
    large_row_count: scale.rowCounts,
    wide_table: scale.wideTable,
    large_string_values: scale.largeStrings,
    large_binary_values: scale.largeBinary,
    continuous_write_10gb: scale.continuousWrite,
    memory_usage_stability: scale.memoryStability,
    throughput_benchmark: scale.throughput,
  },
  high_concurrency: {
    concurrent_writers: contention.writers,
    concurrent_readers: contention.readers,
    mixed_read_write_load: contention.mixedLoad,
    transaction_contention: contention.contention,
    resource_cleanup_under_load: contention.cleanup,
    concurrent_schema_evolution: contention.schemaEvolution,
  },
  long_running: {
    continuous_operation_1hour: long.oneHour,
    manifest_growth_over_time: long.manifestGrowth,
    file_handle_leak_detection: long.fileHandles,
    gradual_schema_evolution: long.gradualEvolution,
    stress_with_gc_pressure: long.gcPressure,
  },
};

const STRESS = ["large_scale_write", "high_concurrency", "long_running"];

/** At full scale an hour is asked for, and 10 GiB on a slow disk. */
const STRESS_TIMEOUT_NS = 4 * 3600e9;

/** A library of a vendor is started anew for each look at a file. */
const VENDORS = ["vortex_import", "lance_import"];
const VENDOR_TIMEOUT_NS = 1800e9;

/** Wherever versions can be taken by one alone. */
export const TABLE_CASES: readonly BodyCase[] = Object.entries(BODIES).flatMap(
  ([group, bodies]) =>
    Object.entries(bodies).map(([name, body]): BodyCase => ({
      id: `table.${group}.${name}`,
      schemes: ["file", "direct", "s3", "az"],
      needs: ["read", "readRange", "write", "writeIfAbsent", "list", "delete"],
      ...(STRESS.includes(group) ? { timeoutNs: STRESS_TIMEOUT_NS } : {}),
      ...(VENDORS.includes(group) ? { timeoutNs: VENDOR_TIMEOUT_NS } : {}),
      body,
    })),
);
