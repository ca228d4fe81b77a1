/**
 * What the gateway tells of an object, in headers and in JSON. Goes in: an
 * answer; comes out: facts, or an `Unexpected` for an answer that cannot be.
 */
import type { ObjectChecksum, ObjectFacts } from "../contract.ts";
import { StorageError } from "../errors.ts";
import type { HttpHeaders } from "../http/http_message.ts";
import type { GatewayAttempt } from "./gateway_failure.ts";

/** The failure of an answer that is none of a gateway. */
export function oddAnswer(
  { action, operation, url }: GatewayAttempt,
  what: string,
): StorageError {
  return new StorageError(`Cannot ${action}: the gateway answers ${what}`, {
    ...{ kind: "Unexpected", operation },
    context: [["url", url]],
  });
}

/** Facts by the headers of an object; its size is known otherwise. */
export function factsOfHeaders(
  attempt: GatewayAttempt,
  { key, sizeBytes }: { readonly key: string; readonly sizeBytes: number },
  headers: HttpHeaders,
): ObjectFacts {
  const etag = /^"([^"]+)"$/.exec(headers["etag"] ?? "")?.[1];
  if (etag === undefined) throw oddAnswer(attempt, "success without an ETag");
  const checksum = statedChecksum(headers);
  return {
    ...{ key, sizeBytes, etag },
    modifiedMs: Number(headers["x-modified-ms"] ?? 0),
    ...(checksum !== undefined && { checksum }),
  };
}

/** The same of a HEAD, which tells size and description as well. */
export function factsOfHead(
  attempt: GatewayAttempt,
  key: string,
  headers: HttpHeaders,
): ObjectFacts {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const bare = /^x-meta-(.+)$/.exec(name)?.[1];
    if (bare !== undefined) metadata[bare] = decoded(attempt, value);
  }
  const sizeBytes = sizeOf(attempt, headers);
  return {
    ...factsOfHeaders(attempt, { key, sizeBytes }, headers),
    description: { contentType: headers["content-type"] ?? "", metadata },
  };
}

/** Bytes of the body that follows, or would follow a GET. */
export function sizeOf(attempt: GatewayAttempt, headers: HttpHeaders): number {
  const text = headers["content-length"] ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw oddAnswer(attempt, "an object without its length");
}

/** CRC-32C of the whole object as a number; `undefined` if none is told. */
export function statedCrc32c(headers: HttpHeaders): number | undefined {
  const text = headers["x-checksum-crc32c"] ?? "";
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** As checksums travel elsewhere: base64, highest byte first. */
export function crc32cChecksum(crc32c: number): ObjectChecksum {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, crc32c);
  const base64 = btoa(String.fromCharCode(...bytes));
  return { algorithm: "crc32c", base64 };
}

/** The way back; `undefined` for what is none. */
export function crc32cNumber(base64: string): number | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return bytes.length === 4
      ? new DataView(bytes.buffer).getUint32(0)
      : undefined;
  } catch {
    return undefined;
  }
}

function statedChecksum(headers: HttpHeaders): ObjectChecksum | undefined {
  const crc32c = statedCrc32c(headers);
  return crc32c === undefined ? undefined : crc32cChecksum(crc32c);
}

function decoded(attempt: GatewayAttempt, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw oddAnswer(attempt, "metadata that is not percent-encoded");
  }
}
