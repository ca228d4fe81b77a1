/**
 * Who is asking, proven. Goes in: a request and the accounts; comes out: the
 * account, and how its payload is protected; or the error that S3 gives. Every
 * check of the signature is exact: a request that S3 would refuse is refused.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import { payloadKind, type PayloadProtection } from "./payload_kind.ts";
import {
  type Credential,
  type GivenSignature,
  headerSignature,
  querySignature,
} from "./given_signature.ts";
import { S3Error } from "./s3_error.ts";
import { queryValue, type S3Target } from "./s3_target.ts";
import {
  amzDateOf,
  canonicalRequest,
  sha256Hex,
  sign,
  signingKey,
  textToSign,
  timeOfAmzDate,
} from "./sigv4.ts";

/** Somebody who may ask. */
export interface Account {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Must then be sent along. */
  readonly sessionToken?: string;
  /** When the token expires; never when absent. */
  readonly expiresMs?: number;
  /** `false` for one who may only read. */
  readonly mayWrite?: boolean;
}

export interface AuthenticateOptions {
  readonly accounts: readonly Account[];
  readonly region: string;
  /** Lets requests without a signature do everything. */
  readonly anonymous: boolean;
  readonly nowMs: number;
}

/** A request whose sender is known. */
export interface Identity {
  readonly mayWrite: boolean;
  readonly payload: PayloadProtection;
}

/** Signatures older or newer than that are refused. */
const SKEW_MS_MAX = 15 * 60 * 1000;

/** Fails with an `S3Error`. */
export function authenticate(
  request: HttpRequest,
  target: S3Target,
  options: AuthenticateOptions,
): Identity {
  const given = givenSignature(request, target);
  if (given === undefined) {
    if (!options.anonymous) throw new S3Error("AccessDenied");
    return { mayWrite: true, payload: payloadKind(request, undefined) };
  }
  const account = options.accounts.find(({ accessKey }) =>
    accessKey === given.credential.accessKey
  );
  if (account === undefined) {
    throw new S3Error("InvalidAccessKeyId", {
      details: [["AWSAccessKeyId", given.credential.accessKey]],
    });
  }
  checkTime(given, options.nowMs);
  checkScope(given.credential, given, options.region);
  const key = signingKey(account.secretKey, given.credential.scope);
  checkSignature(request, target, { given, key });
  checkToken(given.sessionToken, account, options.nowMs);
  return {
    mayWrite: account.mayWrite ?? true,
    payload: payloadKind(request, { given, key }),
  };
}

function givenSignature(
  request: HttpRequest,
  target: S3Target,
): GivenSignature | undefined {
  const header = request.headers.get("authorization");
  const isQuery = queryValue(target, "X-Amz-Algorithm") !== undefined;
  if (header !== undefined && isQuery) {
    throw new S3Error("InvalidArgument", {
      message: "The request is signed twice: in its query and in its " +
        "Authorization header",
    });
  }
  if (header !== undefined) return headerSignature(request, header);
  return isQuery ? querySignature(request, target) : undefined;
}

function checkTime(given: GivenSignature, nowMs: number): void {
  const signedMs = timeOfAmzDate(given.amzDate);
  if (signedMs === undefined) {
    throw new S3Error("AccessDenied", {
      message: "A signed request needs its time in x-amz-date",
    });
  }
  if (given.expiresS !== undefined) {
    const untilMs = signedMs + given.expiresS * 1000;
    if (nowMs > untilMs) {
      throw new S3Error("AccessDenied", {
        message: "The signature in the query is past its end",
        details: [
          ["X-Amz-Expires", given.expiresS],
          ["Expires", new Date(untilMs).toISOString()],
          ["ServerTime", new Date(nowMs).toISOString()],
        ],
      });
    }
    if (signedMs - nowMs <= SKEW_MS_MAX) return;
  }
  if (Math.abs(nowMs - signedMs) <= SKEW_MS_MAX) return;
  throw new S3Error("RequestTimeTooSkewed", {
    details: [
      ["RequestTime", given.amzDate],
      ["ServerTime", amzDateOf(nowMs)],
      ["MaxAllowedSkewMilliseconds", SKEW_MS_MAX],
    ],
  });
}

function checkScope(
  { scope, service, terminator }: Credential,
  { amzDate, expiresS }: GivenSignature,
  region: string,
): void {
  const code = expiresS === undefined
    ? "AuthorizationHeaderMalformed"
    : "AuthorizationQueryParametersError";
  const malformed = (what: string, wrong: string, right: string) =>
    new S3Error(code, {
      message:
        `Cannot take the signature: its ${what} is "${wrong}" and must ` +
        `be "${right}"`,
      details: what === "region" ? [["Region", right]] : [],
    });
  if (scope.region !== region) {
    throw malformed("region", scope.region, region);
  }
  if (service !== "s3") throw malformed("service", service, "s3");
  if (terminator !== "aws4_request") {
    throw malformed("terminator", terminator, "aws4_request");
  }
  const date = amzDate.slice(0, 8);
  if (scope.date !== date) throw malformed("date", scope.date, date);
}

function checkSignature(
  request: HttpRequest,
  target: S3Target,
  { given, key }: { given: GivenSignature; key: Uint8Array },
): void {
  const canonical = canonicalRequest({
    method: request.method,
    path: target.path,
    query: target.query.filter(([name]) => name !== "X-Amz-Signature"),
    headers: given.signedHeaders.map((name) =>
      [name, request.headers.get(name) ?? ""] as const
    ),
    payloadHash: given.payloadHash,
  });
  const text = textToSign({
    kind: "",
    amzDate: given.amzDate,
    scope: given.credential.scope,
    lines: [sha256Hex(canonical)],
  });
  if (sign(key, text) === given.signature) return;
  throw new S3Error("SignatureDoesNotMatch", {
    details: [
      ["AWSAccessKeyId", given.credential.accessKey],
      ["StringToSign", text],
      ["SignatureProvided", given.signature],
      ["CanonicalRequest", canonical],
    ],
  });
}

function checkToken(
  given: string | undefined,
  account: Account,
  nowMs: number,
): void {
  if (account.sessionToken === undefined) {
    if (given === undefined) return;
    throw new S3Error("InvalidToken");
  }
  if (given !== account.sessionToken) throw new S3Error("InvalidToken");
  if (nowMs >= (account.expiresMs ?? Infinity)) {
    throw new S3Error("ExpiredToken");
  }
}
