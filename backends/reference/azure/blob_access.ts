/**
 * Who may do what: by the account's key, by a shared access signature, or by
 * the one token that was agreed on. Goes in: a request and the rights that it
 * needs; comes out: nothing, or a refusal.
 */
import { BlobError } from "./blob_error.ts";
import type { BlobRequest } from "./blob_request.ts";
import { checkSas, type Permission } from "./sas_token.ts";
import { type Account, checkSharedKey, denied } from "./shared_key.ts";

/** What an operation needs. */
export interface NeededRight {
  readonly permissions: readonly Permission[];
  readonly ofAccount?: boolean;
}

/** What is taken, and when it is. */
export interface AccessOptions {
  readonly account: Account;
  readonly bearer: string | undefined;
  readonly nowMs: number;
  /** The source of a copy: its URL and its own header speak for it. */
  readonly asSource?: boolean;
}

/** Fails with a `BlobError` unless `request` may do what it asks for. */
export function checkAccess(
  request: BlobRequest,
  needed: NeededRight,
  options: AccessOptions,
): void {
  const { account, bearer, nowMs, asSource = false } = options;
  if (request.account !== account.name) {
    throw denied(`There is no account "${request.account}"`);
  }
  const authorization = request.headers.get(
    asSource ? "x-ms-copy-source-authorization" : "authorization",
  );
  if (authorization?.startsWith("Bearer ")) {
    if (bearer !== undefined && authorization === `Bearer ${bearer}`) return;
    throw denied("This endpoint gave out no such bearer token");
  }
  if (authorization !== undefined && !asSource) {
    return checkSharedKey(request, account, nowMs);
  }
  if (!request.query.has("sig")) {
    throw new BlobError(
      asSource ? "CannotVerifyCopySource" : "NoAuthenticationInformation",
    );
  }
  const { container, blob } = request;
  checkSas(request.query, account, {
    nowMs,
    wish: {
      permissions: needed.permissions,
      ...(container === undefined ? {} : { container }),
      ...(blob === undefined ? {} : { blob }),
      ...(needed.ofAccount === undefined
        ? {}
        : { ofAccount: needed.ofAccount }),
    },
  });
}
