/** What the error codes of S3 and its kin mean, in our kinds and words. */
import type { StorageErrorKind } from "../errors.ts";

/** What one code means; `transient`: the same call may succeed later. */
export interface CodeMeaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient?: boolean;
}

const GONE = "there is no such object";
const DENIED = "the key may not do that: ask for the permission";
const NO_KEY = "the server does not know the access key: check accessKeyId";
const SLOWER = "the server asks to slow down";
const DAMAGED = "the bytes do not fit their checksum";
const BROKEN = "the server failed by itself";
const CHANGED = "the object is not the one that the condition names";
const NO_BELOW = "the server cannot have a key and others below it";
const BAD_NAME = "the server takes no such key";

function meaning(
  kind: StorageErrorKind,
  reason: string,
  transient = false,
): CodeMeaning {
  return { kind, reason, ...(transient ? { transient } : {}) };
}

/** By the server's code. */
export const S3_CODES: Readonly<Record<string, CodeMeaning>> = {
  NoSuchKey: meaning("NotFound", GONE),
  NoSuchUpload: meaning("NotFound", "the upload has ended"),
  AccessDenied: meaning("PermissionDenied", DENIED),
  AllAccessDisabled: meaning("PermissionDenied", DENIED),
  InvalidAccessKeyId: meaning("PermissionDenied", NO_KEY),
  // versitygw, with status 404.
  XAdminUserNotFound: meaning("PermissionDenied", NO_KEY),
  SignatureDoesNotMatch: meaning(
    "PermissionDenied",
    "the signature is wrong: check secretAccessKey, and that no proxy " +
      "changes requests",
  ),
  ExpiredToken: meaning(
    "PermissionDenied",
    "the session token has expired: get a new one",
  ),
  InvalidToken: meaning(
    "PermissionDenied",
    "the session token is not one of this access key",
  ),
  PreconditionFailed: meaning("PreconditionFailed", CHANGED),
  ConditionalRequestConflict: meaning(
    "Busy",
    "another write of the object was under way",
    true,
  ),
  OperationAborted: meaning("Busy", "another change was under way", true),
  InvalidPart: meaning(
    "PreconditionFailed",
    "a part is missing, or is not the one that was put last",
  ),
  InvalidPartOrder: meaning(
    "PreconditionFailed",
    "the parts are not in order, or one is named twice",
  ),
  EntityTooSmall: meaning(
    "PreconditionFailed",
    "a part other than the last is smaller than the server takes",
  ),
  EntityTooLarge: meaning(
    "Unsupported",
    "it is larger than the server takes in one request: upload it in parts",
  ),
  InvalidRange: meaning(
    "RangeNotSatisfiable",
    "no byte of the object is in the range",
  ),
  BadDigest: meaning("ChecksumMismatch", DAMAGED),
  InvalidDigest: meaning("ChecksumMismatch", DAMAGED),
  XAmzContentChecksumMismatch: meaning("ChecksumMismatch", DAMAGED),
  XAmzContentSHA256Mismatch: meaning("ChecksumMismatch", DAMAGED),
  KeyTooLongError: meaning("InvalidKey", BAD_NAME),
  InvalidURI: meaning("InvalidKey", BAD_NAME),
  InvalidObjectName: meaning("InvalidKey", BAD_NAME),
  XMinioInvalidObjectName: meaning("InvalidKey", BAD_NAME),
  XMinioParentIsObject: meaning("InvalidKey", BAD_NAME),
  // Servers over a file system, where a file cannot have files below it.
  ObjectParentIsFile: meaning("InvalidKey", NO_BELOW),
  ExistingObjectIsDirectory: meaning("InvalidKey", NO_BELOW),
  DirectoryObjectContainsData: meaning(
    "InvalidKey",
    "the server takes no bytes for a key that ends with a slash",
  ),
  XMinioStorageFull: meaning("NoSpace", "the server has no space left"),
  QuotaExceeded: meaning("NoSpace", "the quota is used up"),
  SlowDown: meaning("RateLimited", SLOWER, true),
  Throttling: meaning("RateLimited", SLOWER, true),
  ThrottlingException: meaning("RateLimited", SLOWER, true),
  TooManyRequests: meaning("RateLimited", SLOWER, true),
  RequestLimitExceeded: meaning("RateLimited", SLOWER, true),
  ServiceUnavailable: meaning("Unavailable", BROKEN, true),
  InternalError: meaning("Unavailable", BROKEN, true),
  RequestTimeout: meaning("TimedOut", "the request came too slowly", true),
  NotImplemented: meaning("Unsupported", "the server does not know this call"),
  MethodNotAllowed: meaning(
    "Unsupported",
    "the server does not allow this call here",
  ),
};

/** By status, for answers without a code: those to `head` have no body. */
export const S3_STATUSES: Readonly<Record<number, CodeMeaning>> = {
  401: meaning("PermissionDenied", DENIED),
  403: meaning("PermissionDenied", DENIED),
  404: meaning("NotFound", GONE),
  405: meaning("Unsupported", "the server does not allow this call here"),
  407: meaning(
    "PermissionDenied",
    "the proxy on the way refuses us: set proxy with a name and a secret",
  ),
  409: meaning("Busy", "another change was under way", true),
  412: meaning("PreconditionFailed", CHANGED),
  416: meaning("RangeNotSatisfiable", "no byte of the object is in the range"),
  429: meaning("RateLimited", SLOWER, true),
  500: meaning("Unavailable", BROKEN, true),
  501: meaning("Unsupported", "the server does not know this call"),
  502: meaning("Unavailable", BROKEN, true),
  503: meaning("RateLimited", SLOWER, true),
  504: meaning("TimedOut", "a server behind the server did not answer", true),
  507: meaning("NoSpace", "the server has no space left"),
};
