/** All kinds of reference endpoints; one line adds one. */
import { AZURE_KIND } from "./azure/azure_kind.ts";
import type { EndpointKind } from "./endpoint.ts";
import { S3_KIND } from "./s3/s3_kind.ts";

/** In the order in which `serve` lists them. */
export const ENDPOINT_KINDS: readonly EndpointKind[] = [S3_KIND, AZURE_KIND];
