/**
 * Words what a stream failed with at a store: HTTP, the store's own word and
 * the id of the request go with it, because people ask the store for them.
 */
import type { StreamFailure } from "../../ffi/mod.ts";
import type { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import { StreamStatus } from "../stream_status.ts";
import { storeFailure } from "./store_failure.ts";

/** What a stream was doing at that end. */
export interface StreamAttempt {
  readonly url: string;
  readonly verb: "read" | "write";
  readonly key: string;
}

/** How stores say that what arrived is not what was sent. */
const DAMAGED: ReadonlySet<string> = new Set([
  ...["BadDigest", "XAmzContentChecksumMismatch"], // S3
  ...["Md5Mismatch", "Crc64Mismatch"], // Azure
]);

/** `ChecksumMismatch` where the store got other bytes than were sent. */
export function streamFailure(
  { url, verb, key }: StreamAttempt,
  failure: StreamFailure,
): StorageError {
  const { httpStatus, code, requestId } = failure;
  const said = [
    httpStatus === 0 ? "" : `HTTP ${httpStatus}`,
    code,
    requestId === "" ? "" : `request ${requestId}`,
  ].filter((part) => part !== "").join(", ");
  const action = `${verb} ${quoteKey(key)} in "${url}"` +
    (said === "" ? "" : ` (${said})`);
  // The core keeps that word for objects: a bucket that is missing is one too.
  const statusName = httpStatus === 404
    ? "HTTP_NOT_FOUND"
    : DAMAGED.has(code)
    ? "HTTP_DAMAGED"
    : failure.statusName;
  const named = new StreamStatus({ ...failure, statusName });
  return storeFailure({ action, operation: verb }, named);
}
