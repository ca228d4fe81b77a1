/**
 * AWS Signature Version 4, by its definition. Goes in: the parts of a request;
 * comes out: canonical text, text to sign, signature. Pure; verifies and signs
 * nothing by itself.
 */
import { createHash, createHmac } from "node:crypto";

/** What a credential is good for. */
export interface Scope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
}

/** The parts of a request that are signed; all texts hold single bytes. */
export interface CanonicalParts {
  readonly method: string;
  /** Percent-decoded path as UTF-8 text. */
  readonly path: string;
  /** Percent-decoded, in any order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Those that are signed, names in lower case, in any order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

/** First word of the header and of all texts that are signed. */
export const ALGORITHM = "AWS4-HMAC-SHA256";

/** `DATE/REGION/s3/aws4_request`. */
export function scopeText({ date, region }: Scope): string {
  return `${date}/${region}/s3/aws4_request`;
}

/** Percent-encodes all but unreserved letters; hex is in upper case. */
export function awsEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As `awsEncode`, with slashes kept. */
export function awsEncodePath(path: string): string {
  return path.split("/").map(awsEncode).join("/");
}

/** The request in the one form that both sides can write. */
export function canonicalRequest(parts: CanonicalParts): string {
  const byCode = (a: readonly string[], b: readonly string[]) =>
    compare(a[0] ?? "", b[0] ?? "") || compare(a[1] ?? "", b[1] ?? "");
  const query = parts.query
    .map(([name, value]) => [awsEncode(name), awsEncode(value)] as const)
    .sort(byCode)
    .map(([name, value]) => `${name}=${value}`);
  const headers = parts.headers.toSorted(byCode)
    .map(([name, value]) => [name, value.trim().replace(/ +/g, " ")] as const);
  return [
    parts.method,
    awsEncodePath(parts.path),
    query.join("&"),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    headers.map(([name]) => name).join(";"),
    parts.payloadHash,
  ].join("\n");
}

/** What is signed of a request, of a chunk or of trailers. */
export function textToSign(options: {
  readonly kind: "" | "-PAYLOAD" | "-TRAILER";
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  readonly scope: Scope;
  /** The hash of the canonical request, or what the kind asks for. */
  readonly lines: readonly string[];
}): string {
  const { kind, amzDate, scope, lines } = options;
  return [`${ALGORITHM}${kind}`, amzDate, scopeText(scope), ...lines]
    .join("\n");
}

/** The key that a secret becomes for one day, region and service. */
export function signingKey(
  secret: string,
  { date, region }: Scope,
): SigningKey {
  return [date, region, "s3", "aws4_request"].reduce(
    (key: SigningKey, text) => hmac(key, text),
    new TextEncoder().encode(`AWS4${secret}`),
  );
}

/** Secret: keep it out of texts. */
export type SigningKey = Uint8Array;

/** Lower-case hex of 64 digits. */
export function sign(key: SigningKey, text: string): string {
  return hmac(key, text).toHex();
}

/** SHA-256 of text whose letters are single bytes. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "latin1").digest("hex");
}

/** `YYYYMMDDTHHMMSSZ` of a wall clock. */
export function amzDateOf(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** The wall clock of such a text; `undefined` for another form. */
export function timeOfAmzDate(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const timeMs = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
  );
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return new Uint8Array(createHmac("sha256", key).update(text).digest());
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
