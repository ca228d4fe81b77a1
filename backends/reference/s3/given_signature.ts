/**
 * Takes the signature out of a request, from its header or its query. Goes in:
 * a request; comes out: what it claims. Fails with an `S3Error` where the claim
 * cannot be read, or leaves out a header that must be signed.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import { S3Error } from "./s3_error.ts";
import { queryValue, type S3Target } from "./s3_target.ts";
import { ALGORITHM, type Scope } from "./sigv4.ts";

/** `KEY/DATE/REGION/SERVICE/TERMINATOR`. */
export interface Credential {
  readonly accessKey: string;
  readonly scope: Scope;
  readonly service: string;
  readonly terminator: string;
}

/** What a request claims about itself. */
export interface GivenSignature {
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly amzDate: string;
  readonly payloadHash: string;
  readonly sessionToken?: string;
  /** Seconds that a presigned URL is good for. */
  readonly expiresS?: number;
}

/** Presigned URLs live at most a week. */
const EXPIRES_S_MAX = 7 * 24 * 3600;

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=..., ...`. */
export function headerSignature(
  request: HttpRequest,
  header: string,
): GivenSignature {
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw new S3Error("InvalidRequest", {
      message: `Signatures must be of ${ALGORITHM}`,
    });
  }
  const fields = new Map(
    header.slice(ALGORITHM.length).split(",").map((field) => {
      const [name = "", ...value] = field.trim().split("=");
      return [name, value.join("=")];
    }),
  );
  const credential = parseCredential(fields.get("Credential"));
  const signature = fields.get("Signature");
  const signedHeaders = fields.get("SignedHeaders")?.split(";");
  if (!credential || !signature || !signedHeaders) {
    throw new S3Error("AuthorizationHeaderMalformed", {
      message: "Cannot read the Authorization header: it needs " +
        "Credential, SignedHeaders and Signature",
    });
  }
  checkSignedHeaders(request, signedHeaders);
  const payloadHash = request.headers.get("x-amz-content-sha256");
  if (payloadHash === undefined) {
    throw new S3Error("InvalidRequest", {
      message: "A signed request needs x-amz-content-sha256",
    });
  }
  const sessionToken = request.headers.get("x-amz-security-token");
  return {
    credential,
    signedHeaders,
    signature,
    amzDate: request.headers.get("x-amz-date") ?? "",
    payloadHash,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

/** Reads `?X-Amz-Algorithm=...&X-Amz-Signature=...`. */
export function querySignature(
  request: HttpRequest,
  target: S3Target,
): GivenSignature {
  const value = (name: string) => queryValue(target, name);
  const malformed = (message: string) =>
    new S3Error("AuthorizationQueryParametersError", { message });
  if (value("X-Amz-Algorithm") !== ALGORITHM) {
    throw malformed(`X-Amz-Algorithm must be ${ALGORITHM}`);
  }
  const credential = parseCredential(value("X-Amz-Credential"));
  const signature = value("X-Amz-Signature");
  const amzDate = value("X-Amz-Date");
  const expires = value("X-Amz-Expires");
  const signedHeaders = value("X-Amz-SignedHeaders")?.split(";");
  if (!credential || !signature || !amzDate || !expires || !signedHeaders) {
    throw malformed(
      "A signature in the query needs X-Amz-Credential, X-Amz-Signature, " +
        "X-Amz-Date, X-Amz-SignedHeaders and X-Amz-Expires",
    );
  }
  const expiresS = Number(expires);
  if (!/^\d+$/.test(expires) || expiresS < 1 || expiresS > EXPIRES_S_MAX) {
    throw malformed(
      `X-Amz-Expires must be 1 to ${EXPIRES_S_MAX} seconds`,
    );
  }
  checkSignedHeaders(request, signedHeaders);
  const sessionToken = value("X-Amz-Security-Token");
  return {
    credential,
    signedHeaders,
    signature,
    amzDate,
    payloadHash: request.headers.get("x-amz-content-sha256") ??
      "UNSIGNED-PAYLOAD",
    expiresS,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function parseCredential(text = ""): Credential | undefined {
  const found = /^(.+)\/(\d{8})\/([^/]*)\/([^/]*)\/([^/]*)$/.exec(text);
  if (found === null) return undefined;
  const [, accessKey = "", date = "", region = "", service = "", last = ""] =
    found;
  return { accessKey, scope: { date, region }, service, terminator: last };
}

/** A header that says what is to be done could else be added on the way. */
function checkSignedHeaders(
  { headers }: HttpRequest,
  signed: readonly string[],
): void {
  const unsigned = [...headers.keys()].filter((name) =>
    (name === "host" || name.startsWith("x-amz-")) && !signed.includes(name)
  );
  if (unsigned.length === 0) return;
  throw new S3Error("AccessDenied", {
    message: "Host and x-amz- headers must all be signed",
    details: [["HeadersNotSigned", unsigned.join(", ")]],
  });
}
