/**
 * Which scheme is opened by what. A new backend is one file, one line in
 * `OPENERS` and one row in the conformance targets.
 */
import { openAzure } from "./azure/open_azure.ts";
import type { Backend } from "./contract.ts";
import type { CorePort } from "./core_port.ts";
import { openDirect } from "./direct.ts";
import { openFileTarget } from "./file.ts";
import { openMem } from "./mem.ts";
import { openNull } from "./null.ts";
import { openGateway } from "./gateway/open_gateway.ts";
import { openS3 } from "./s3/open_s3.ts";
import type { Target } from "./targets/target.ts";
import type { Scheme } from "./url.ts";

/** What the outside hands to a backend. */
export interface OpenContext {
  readonly core: CorePort;
}

/** Opens a backend; fails with a `StorageError`. */
export type Opener = (
  target: Target,
  context: OpenContext,
) => Promise<Backend>;

const OPENERS: Readonly<Record<Scheme, Opener>> = {
  file: openFileTarget,
  direct: openDirect,
  s3: openS3,
  az: openAzure,
  gateway: openGateway,
  mem: openMem,
  null: openNull,
};

/** Opens the backend of a target. Looks at what is there, creates nothing. */
export async function openBackend(
  target: Target,
  context: OpenContext,
): Promise<Backend> {
  return await OPENERS[target.url.scheme](target, context);
}
