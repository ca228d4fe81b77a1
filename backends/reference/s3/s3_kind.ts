/** The S3 endpoint as a kind, for `serve` and for whoever wants any kind. */
import type { EndpointKind } from "../endpoint.ts";
import { S3Endpoint } from "./s3_endpoint.ts";
import { S3_MUTANTS } from "./s3_mutants.ts";

/** Row of the table of kinds. */
export const S3_KIND: EndpointKind = {
  name: "s3",
  summary: "S3: signatures, checksums, conditions, multipart, listing",
  mutants: S3_MUTANTS,
  start: (options) => S3Endpoint.start(options),
};
