/** The door of `backends/reference/`. */
export {
  AzureEndpoint,
  type AzureEndpointOptions,
} from "./azure/azure_endpoint.ts";
export { AZURE_MUTANTS } from "./azure/azure_mutants.ts";
export { startChunkServer } from "./cluster/chunk_server.ts";
export { CHUNK_BYTES_MAX, isChunkSize } from "./cluster/chunk_service.ts";
export { startGateway } from "./cluster/gateway_server.ts";
export type {
  EndpointKind,
  EndpointOptions,
  RunningEndpoint,
} from "./endpoint.ts";
export { ENDPOINT_KINDS } from "./endpoint_kinds.ts";
export type { Arming } from "./mutants.ts";
export type { Account } from "./s3/authenticate.ts";
export { S3Endpoint, type S3EndpointOptions } from "./s3/s3_endpoint.ts";
export { S3_MUTANTS } from "./s3/s3_mutants.ts";
