/**
 * What the gateway says of one object, in headers and in JSON, and how a change
 * of it ended. Goes in: rows and ends; comes out: words, or a `GatewayError`.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import { GatewayError } from "./gateway_error.ts";
import type { ChangeEnd } from "./metadata.ts";
import type { ObjectRow } from "./object_row.ts";

/** The refusal of a key that has no object. */
export function notFound(key: string): GatewayError {
  return new GatewayError("NotFound", `There is no object "${key}"`);
}

/** Fails unless the change was made. */
export function checkEnd(end: ChangeEnd, key: string): void {
  if (end === "done") return;
  if (end === "missing") throw notFound(key);
  if (end === "exists") {
    throw new GatewayError("AlreadyExists", `"${key}" is there already`);
  }
  if (end === "lost") {
    throw new GatewayError("Unavailable", `The upload of "${key}" was dropped`);
  }
  throw new GatewayError("PreconditionFailed", `"${key}" is another object`);
}

/** CRC-32C of a put; `null` where none is stated. */
export function checksumOf({ headers }: HttpRequest): number | null {
  const text = headers.get("x-checksum-crc32c");
  if (text === undefined) return null;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new GatewayError(
    "InvalidRequest",
    `Cannot read X-Checksum-Crc32c: ${text}: it is a decimal number`,
  );
}

/** Headers of an object, without those of its bytes. */
export function headersOf(object: ObjectRow): (readonly [string, string])[] {
  return [
    ["ETag", `"${object.version}"`],
    ["Last-Modified", new Date(object.modifiedMs).toUTCString()],
    ["X-Modified-Ms", String(object.modifiedMs)],
    ["X-Checksum-Crc32c", String(object.crc32c)],
    ...Object.entries(object.metadata).map(([name, value]) =>
      [`X-Meta-${name}`, encodeURIComponent(value)] as const
    ),
  ];
}

/** The same as JSON has it. */
export function wordsOf({ version, ...object }: ObjectRow) {
  return { ...object, etag: version };
}
