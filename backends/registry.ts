/**
 * Which scheme is opened by what. A new backend is one file, one line in
 * `OPENERS` and one row in the conformance targets.
 */
import type { Backend } from "./contract.ts";
import type { CorePort } from "./core_port.ts";
import { openDirect } from "./direct.ts";
import { StorageError } from "./errors.ts";
import { openFileTarget } from "./file.ts";
import { openMem } from "./mem.ts";
import { openNull } from "./null.ts";
import { openS3 } from "./s3/open_s3.ts";
import type { Target } from "./targets/target.ts";

/** What the outside hands to a backend. */
export interface OpenContext {
  readonly core: CorePort;
}

/** Opens a backend; fails with a `StorageError`. */
export type Opener = (
  target: Target,
  context: OpenContext,
) => Promise<Backend>;

const OPENERS: Readonly<Record<string, Opener>> = {
  file: openFileTarget,
  direct: openDirect,
  s3: openS3,
  mem: openMem,
  null: openNull,
};

/**
 * Opens the backend of a target. Looks at what is there, creates nothing.
 * A scheme without a line above fails with kind `Unsupported`.
 */
export async function openBackend(
  target: Target,
  context: OpenContext,
): Promise<Backend> {
  const { scheme, text } = target.url;
  const open = OPENERS[scheme];
  if (open !== undefined) return await open(target, context);
  const name = scheme === "az" ? "Azure" : scheme.toUpperCase();
  throw new StorageError(
    `Cannot open "${text}": this build has no ${name} backend yet`,
    { kind: "Unsupported", operation: "open", context: [["url", text]] },
  );
}
