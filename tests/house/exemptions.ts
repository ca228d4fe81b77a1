/**
 * Source files without a test of their own, each with the reason. An entry
 * that is not needed any more is itself a breach.
 */
import type { Exemptions } from "./rules/mirror.ts";

/** A write, epochs and bursts of one target share what was acknowledged. */
const TOGETHER = "tried together, in loader_target_test.ts";

/** Path of the source file, then why. */
export const EXEMPTIONS: Exemptions = {
  "backends/grpc/*.ts": "frames, messages and calls are tried together, over " +
    "a real connection, in grpc_server_test.ts",
  "backends/gateway/chunk_*.ts": "messages and client are tried against the " +
    "server in reference/cluster/chunk_server_test.ts",
  "backends/gateway/gateway_*.ts": "what the backend is made of is tried by " +
    "it, over clusters and bad answers, in gateway_backend_test.ts",
  "backends/gateway/open_gateway.ts": "opened by gateway_backend_test.ts",
  "backends/reference/cluster/*.ts":
    "the parts are one system, and are tried " +
    "as one in gateway_server_test.ts and chunk_server_test.ts",
  "cmd/table/*.ts": "the actions of one command are tried through it, in " +
    "table_test.ts",
  "cmd/serve/*.ts": "processes that start each other are tried together, in " +
    "serve_cluster_test.ts",
  "engine/workloads/loader/explain_sample.ts": TOGETHER,
  "engine/workloads/loader/sample_reader.ts": TOGETHER,
  "engine/workloads/loader/write_samples.ts": TOGETHER,
  "engine/workloads/loader/read_epochs.ts": TOGETHER,
  "engine/workloads/loader/checkpoint_bursts.ts": TOGETHER,
  "engine/workers/make_keepers.ts": "tried by every run of a plan, in " +
    "run_target_test.ts and run_loader_step_test.ts",
  "engine/cases/table/*.ts": "each body is tried as the case that it is, in " +
    "table_cases_test.ts, and on parts that are wrong in table_mutants_test.ts",
  "engine/workloads/table/parquet/*.ts":
    "parts of one reader and one writer, " +
    "tried by data_file_writer_test.ts through all types of files",
};
