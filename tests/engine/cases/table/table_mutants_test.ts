/** Promises of the cases of tables: each group finds parts that are wrong. */
import { assertRejects } from "@std/assert";
import type { CaseEnv } from "../../../../engine/cases/case.ts";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { TABLE_CASES } from "../../../../engine/cases/table/table_cases.ts";
import { fakeVendors, type VendorLie } from "../../../_support/fake_vendors.ts";
import { WEAK } from "../../workloads/table/_broken_backend.ts";
import {
  BELIEVING,
  DROPPING,
  readingBy,
  REVERSING,
  writingBy,
  wrongEnv,
} from "./_wrong_parts.ts";

/** A library of a vendor that lies. */
const lying = (lie: VendorLie) => () =>
  wrongEnv({ vendors: fakeVendors({ lie }) });

const counting = () => {
  let open = 0;
  return () => open += 50;
};

/** Group and case, what is wrong there, and the case's hands on it. */
const MUTANTS: readonly (readonly [string, string, () => CaseEnv])[] = [
  [
    "file_rolling.file_rolling_preserves_data",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "reader_advanced.predicate_pushdown",
    "row groups that are left out",
    () => wrongEnv(readingBy(() => ({ prune: () => [0] }))),
  ],
  [
    "reader_advanced.predicate_pushdown",
    "conditions that save no byte",
    () =>
      wrongEnv(readingBy((reader) => ({
        prune: () => [...reader.rowGroups.keys()],
      }))),
  ],
  [
    "reader_advanced.parallel_scan",
    "batches in another order",
    () => wrongEnv(REVERSING),
  ],
  [
    "chunk_reader.chunk_reader_get_chunk_size",
    "sizes that nobody counted",
    () =>
      wrongEnv(readingBy((reader) => ({
        rowGroups: reader.rowGroups
          .map((group) => ({ ...group, rawSizeBytes: 0 })),
      }))),
  ],
  [
    "chunk_reader.chunk_reader_sequential_read",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "compression.compression_zstd",
    "a codec that is not used",
    () =>
      wrongEnv(writingBy((settings) => ({
        ...settings,
        codec: { codec: "uncompressed" },
      }))),
  ],
  [
    "encryption.write_read_with_encryption",
    "encryption that is forgotten",
    () => wrongEnv(writingBy(({ encryption: _, ...settings }) => settings)),
  ],
  [
    "boundary_conditions.nan_and_inf_float_values",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "append.single_append",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "add_field.read_after_add_field",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "mix_workflow.multiple_mixed_operations",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "concurrent_mix_workflow.concurrent_append",
    "the weak protocol",
    () => wrongEnv({ protocol: WEAK }),
  ],
  [
    "version_upgrade.read_older_version_data",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "schema_evolution.schema_evolution_concurrent",
    "the weak protocol",
    () => wrongEnv({ protocol: WEAK }),
  ],
  [
    "column_group_policy.policy_preserves_row_alignment",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "parquet_import.read_after_parquet_import",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "crash_recovery.transaction_rollback",
    "refusals that are not believed",
    () => wrongEnv({ protocol: BELIEVING }),
  ],
  [
    "data_validation.checksum_verification",
    "sums that are always the same",
    () => wrongEnv({ crc32c: () => 0 }),
  ],
  [
    "error_handling.disk_full_simulation",
    "refusals that are not believed",
    () => wrongEnv({ protocol: BELIEVING }),
  ],
  [
    "large_scale_write.large_row_count",
    "a reader that drops rows",
    () => wrongEnv(DROPPING),
  ],
  [
    "high_concurrency.concurrent_writers",
    "the weak protocol",
    () => wrongEnv({ protocol: WEAK }),
  ],
  [
    "high_concurrency.transaction_contention",
    "the weak protocol",
    () => wrongEnv({ protocol: WEAK }),
  ],
  [
    "long_running.file_handle_leak_detection",
    "files that nobody closes",
    () => wrongEnv({ openFiles: counting() }),
  ],
  [
    "vortex_import.get_vortex_file_info",
    "a number of rows that is not theirs",
    lying("the number of rows"),
  ],
  [
    "vortex_import.get_vortex_file_info",
    "a file without its end that is taken",
    lying("any mark"),
  ],
  [
    "vortex_import.import_single_vortex_file",
    "a value with another bit",
    lying("a bit of the last number"),
  ],
  [
    "vortex_import.import_multiple_vortex_files",
    "a row that does not come",
    lying("the last row"),
  ],
  [
    "vortex_import.read_after_vortex_import",
    "a value with another bit",
    lying("a bit of the last number"),
  ],
  [
    "vortex_import.mixed_format_import",
    "a value with another bit",
    lying("a bit of the last number"),
  ],
  [
    "lance_import.explore_lance_dataset",
    "a fragment that is not told",
    lying("the second fragment"),
  ],
  [
    "lance_import.explore_lance_fragments",
    "fragments in another order",
    lying("the order of fragments"),
  ],
  [
    "lance_import.import_lance_single_fragment",
    "a value with another bit",
    lying("a bit of the last number"),
  ],
  [
    "lance_import.import_lance_all_fragments",
    "fragments in another order",
    lying("the order of fragments"),
  ],
  [
    "lance_import.read_after_lance_import",
    "a value with another bit",
    lying("a bit of the last number"),
  ],
  [
    "lance_import.lance_fragment_metadata",
    "deleted rows that come back",
    lying("what was deleted"),
  ],
];

for (const [name, what, env] of MUTANTS) {
  Deno.test(`table.${name} is broken by ${what}`, async () => {
    const found = TABLE_CASES.find(({ id }) => id === `table.${name}`);
    if (found === undefined) throw new TypeError(`There is no case ${name}`);
    await assertRejects(() => found.body(env()), CaseBroken);
  });
}
