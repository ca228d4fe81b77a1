/**
 * Source files without a test of their own, each with the reason. An entry
 * that is not needed any more is itself a breach.
 */
import type { Exemptions } from "./rules/mirror.ts";

/** A write, epochs and bursts of one target share what was acknowledged. */
const TOGETHER = "tried together, in loader_target_test.ts";

/** Of a cluster: what only happens between its parts is tried there. */
const CALLS = "both ends of a call are tried together, over a real " +
  "connection, in grpc_server_test.ts and h2_session_test.ts";
const CHUNKS = "tried through the calls of the .proto, with damage and full " +
  "disks, in chunk_server_test.ts";
const FAULTS = "tried where a part of the cluster fails under it, in " +
  "cluster_faults_test.ts and gateway_server_test.ts";
const GATEWAY = "each answer is tried over HTTP in gateway_server_test.ts";
const DATABASES = "tried over both databases, in sqlite_database_test.ts and " +
  "postgres_database_test.ts";

const TABLE_LOAD = "tried by loads of tables, in run_tables_test.ts";

/** Parts of one reader, one writer, and what both know of the format. */
const READ = "tried with files of other writers and with damaged ones, in " +
  "tests/ffi/parquet/golden_test.ts and damage_test.ts";
const WRITTEN = "tried by data_file_writer_test.ts through all types, and by " +
  "other readers in tests/ffi/parquet/oracles_test.ts";
const FORMAT = "tried by both sides, in data_file_writer_test.ts and in " +
  "tests/ffi/parquet/golden_test.ts";
const PRUNED = "tried through tables, in pruning_test.ts";

/** Path of the source file, then why. */
export const EXEMPTIONS: Exemptions = {
  "backends/grpc/grpc_client.ts": CALLS,
  "backends/grpc/h2_stream.ts": CALLS,
  "backends/gateway/chunk_*.ts": "messages and client are tried against the " +
    "server in reference/cluster/chunk_server_test.ts",
  "backends/gateway/gateway_*.ts": "what the backend is made of is tried by " +
    "it, over clusters and bad answers, in gateway_backend_test.ts",
  "engine/cases/cluster/*.ts": "bodies are tried together, over an honest " +
    "cluster and over one lie each, in cluster_cases_test.ts",
  "backends/gateway/open_gateway.ts": "opened by gateway_backend_test.ts",
  "backends/reference/cluster/chunk_files.ts": CHUNKS,
  "backends/reference/cluster/chunk_service.ts": CHUNKS,
  "backends/reference/cluster/object_put.ts": FAULTS,
  "backends/reference/cluster/object_upload.ts": FAULTS,
  "backends/reference/cluster/object_download.ts": FAULTS,
  "backends/reference/cluster/sweeper.ts": FAULTS,
  "backends/reference/cluster/gateway_service.ts": GATEWAY,
  "backends/reference/cluster/object_words.ts": GATEWAY,
  "backends/reference/cluster/metadata.ts": DATABASES,
  "backends/reference/cluster/object_row.ts": DATABASES,
  "backends/reference/cluster/schema.ts": DATABASES,
  "backends/reference/cluster/database.ts": DATABASES,
  "cmd/table/*.ts": "the actions of one command are tried through it, in " +
    "table_test.ts",
  "cmd/serve/child_server.ts": "kept alive over kills in " +
    "serve_cluster_test.ts",
  "cmd/serve/cluster_options.ts": "its mistakes are said by the command, in " +
    "serve_cluster_test.ts",
  "engine/workloads/loader/explain_sample.ts": TOGETHER,
  "engine/workloads/loader/sample_reader.ts": TOGETHER,
  "engine/workloads/loader/write_samples.ts": TOGETHER,
  "engine/workloads/loader/read_epochs.ts": TOGETHER,
  "engine/workloads/loader/checkpoint_bursts.ts": TOGETHER,
  "engine/workers/make_keepers.ts": "tried by every run of a plan, in " +
    "run_target_test.ts and run_loader_step_test.ts",
  "engine/workloads/table/read_snapshots.ts": TABLE_LOAD,
  "engine/cases/table/*.ts": "each body is tried as the case that it is, in " +
    "table_cases_test.ts, and on parts that are wrong in table_mutants_test.ts",
  "engine/workloads/table/parquet/arrow_values.ts": READ,
  "engine/workloads/table/parquet/assemble.ts": READ,
  "engine/workloads/table/parquet/chunk_pages.ts": READ,
  "engine/workloads/table/parquet/chunk_source.ts": READ,
  "engine/workloads/table/parquet/chunk_writer.ts": WRITTEN,
  "engine/workloads/table/parquet/codec_numbers.ts": FORMAT,
  "engine/workloads/table/parquet/column_decoder.ts": READ,
  "engine/workloads/table/parquet/column_path.ts": WRITTEN,
  "engine/workloads/table/parquet/column_statistics.ts": WRITTEN,
  "engine/workloads/table/parquet/column_tree.ts": FORMAT,
  "engine/workloads/table/parquet/data_file_reader.ts": READ,
  "engine/workloads/table/parquet/dense_values.ts": READ,
  "engine/workloads/table/parquet/encoded_levels.ts": WRITTEN,
  "engine/workloads/table/parquet/file_facts.ts": WRITTEN,
  "engine/workloads/table/parquet/file_sums.ts": FORMAT,
  "engine/workloads/table/parquet/footer.ts": READ,
  "engine/workloads/table/parquet/page_decoder.ts": READ,
  "engine/workloads/table/parquet/page_output.ts": WRITTEN,
  "engine/workloads/table/parquet/page_values.ts": WRITTEN,
  "engine/workloads/table/parquet/physical_values.ts": WRITTEN,
  "engine/workloads/table/parquet/plain_value.ts": WRITTEN,
  "engine/workloads/table/parquet/prune.ts": PRUNED,
  "engine/workloads/table/parquet/read_columns.ts": READ,
  "engine/workloads/table/parquet/shred.ts": WRITTEN,
  "engine/workloads/table/parquet/thrift_bytes.ts": FORMAT,
  "engine/workloads/table/parquet/thrift_struct.ts": FORMAT,
  "engine/workloads/table/parquet/written_columns.ts": WRITTEN,
};
