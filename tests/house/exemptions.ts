/**
 * Source files without a test of their own, each with the reason. An entry
 * that is not needed any more is itself a breach.
 */
import type { Exemptions } from "./rules/mirror.ts";

/** Path of the source file, then why. */
export const EXEMPTIONS: Exemptions = {
  "backends/grpc/*.ts": "frames, messages and calls are tried together, over " +
    "a real connection, in grpc_server_test.ts",
  "backends/gateway/*.ts": "messages and client are tried against the server " +
    "in reference/cluster/chunk_server_test.ts",
  "backends/reference/cluster/*.ts":
    "the parts are one system, and are tried " +
    "as one in gateway_server_test.ts and chunk_server_test.ts",
};
