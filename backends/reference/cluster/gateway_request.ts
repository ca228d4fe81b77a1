/**
 * Reads what a request to the gateway says: its path, its conditions, what it
 * says of the bytes. Goes in: the head of a request; comes out: values that are
 * sound, or a `GatewayError`.
 */
import { keyBytes } from "../../key.ts";
import type { HttpRequest } from "../http/http_connection.ts";
import { GatewayError } from "./gateway_error.ts";
import type { ListRequest } from "./object_list.ts";
import type { Condition } from "./metadata.ts";

/** What a path names. */
export type Route =
  | { readonly kind: "health" }
  | { readonly kind: "list"; readonly query: URLSearchParams }
  | { readonly kind: "object" | "metadata"; readonly key: string };

const KEY_BYTES_MAX = 1024;
/** What it says behind a semicolon stands in a header again. */
const TYPE =
  /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+([ \t]*;[\t\x20-\x7e]*)?$/;
/** As names of headers come: in small letters. */
const METADATA_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const TYPE_DEFAULT = "application/octet-stream";
/** Of one object, with their names. */
const METADATA_BYTES_MAX = 8192;

/** Fails with `NotFound` for a path that names nothing here. */
export function routeOf(target: string): Route {
  const [path = "", query = ""] = splitOnce(target, "?");
  if (path.split("/").some((part) => part === "." || part === "..")) {
    throw new GatewayError(
      "InvalidKey",
      `Cannot use the path "${path}": "." and ".." are written %2E and %2E%2E ` +
        "where they are names",
    );
  }
  if (path === "/health") return { kind: "health" };
  if (path === "/objects") {
    return { kind: "list", query: new URLSearchParams(query) };
  }
  const [, kind, text = ""] = /^\/(objects|metadata)\/(.+)$/s.exec(path) ?? [];
  if (kind === undefined) {
    throw new GatewayError("NotFound", `There is nothing at "${path}"`);
  }
  return { kind: kind === "objects" ? "object" : "metadata", key: keyOf(text) };
}

function keyOf(text: string): string {
  // It would be read as Latin-1, and another key than was meant.
  if (/[^\x21-\x7e]/.test(text)) {
    throw new GatewayError(
      "InvalidKey",
      "Cannot read the key: letters other than those of ASCII are written as " +
        "%C3%BC",
    );
  }
  let key: string;
  try {
    key = decodeURIComponent(text);
  } catch (cause) {
    throw new GatewayError("InvalidKey", `Cannot read the key "${text}"`, {
      cause,
    });
  }
  const { length } = keyBytes(key);
  if (length >= 1 && length <= KEY_BYTES_MAX) return key;
  throw new GatewayError(
    "InvalidKey",
    `A key has 1 to ${KEY_BYTES_MAX} bytes, and this one has ${length}`,
  );
}

/** Fails with `InvalidRequest`. */
export function listRequest(query: URLSearchParams): ListRequest {
  const known = ["prefix", "delimiter", "limit", "after"];
  const stray = [...query.keys()].find((name) => !known.includes(name));
  if (stray !== undefined) {
    throw new GatewayError("InvalidRequest", `Unknown parameter "${stray}"`);
  }
  const limit = query.get("limit") ?? "1000";
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > 1000) {
    throw new GatewayError(
      "InvalidRequest",
      `Cannot use the limit "${limit}": it is a number from 1 to 1000`,
    );
  }
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    limit: Number(limit),
    after: query.get("after") ?? "",
  };
}

/** Of a change: `If-None-Match: *` or `If-Match` with one ETag. */
export function conditionOf({ headers }: Pick<HttpRequest, "headers">) {
  const absent = headers.get("if-none-match");
  const match = headers.get("if-match");
  if (absent !== undefined && absent !== "*") {
    throw new GatewayError(
      "InvalidRequest",
      `Cannot use If-None-Match: ${absent}: a change takes only *`,
    );
  }
  if (match === undefined) {
    const kind = absent === undefined ? "none" : "absent";
    return { kind } satisfies Condition;
  }
  const version = /^"([^"]*)"$/.exec(match)?.[1];
  if (version === undefined || absent !== undefined) {
    throw new GatewayError(
      "InvalidRequest",
      `Cannot use If-Match: ${match}: it is one ETag in quotes, alone`,
    );
  }
  return { kind: "match", version } satisfies Condition;
}

/** Half-open; `null` for the whole object. Fails with `RangeNotSatisfiable`. */
export function rangeOf(text: string | undefined, sizeBytes: number) {
  // What is no range of bytes is passed over, as RFC 9110 asks.
  const found = /^bytes=(\d*)-(\d*)$/.exec(text ?? "");
  const [, first = "", last = ""] = found ?? [];
  if (found === null || first + last === "") return null;
  const start = first === ""
    ? Math.max(0, sizeBytes - Number(last))
    : Number(first);
  const end = first === "" || last === ""
    ? sizeBytes
    : Math.min(sizeBytes, Number(last) + 1);
  if (start < end) return { start, end };
  throw new GatewayError(
    "RangeNotSatisfiable",
    `The object has ${sizeBytes} bytes, and none of them is in ${text}`,
  );
}

/** What is said of the bytes of a put. */
export function describedBy({ headers }: Pick<HttpRequest, "headers">) {
  const contentType = checkType(headers.get("content-type") ?? TYPE_DEFAULT);
  const metadata: [string, string][] = [];
  for (const [name, value] of headers) {
    const bare = /^x-meta-(.+)$/.exec(name)?.[1];
    if (bare === undefined) continue;
    try {
      metadata.push([bare, decodeURIComponent(value)]);
    } catch (cause) {
      throw new GatewayError("InvalidRequest", `Cannot read "${name}"`, {
        cause,
      });
    }
  }
  return { contentType, metadata: checkMetadata(Object.fromEntries(metadata)) };
}

/** Fails with `UnsupportedContentType`. */
export function checkType(text: string): string {
  if (TYPE.test(text) && text.length <= 255) return text;
  throw new GatewayError(
    "UnsupportedContentType",
    `Cannot use the content type "${text}": it is type/subtype, as in ` +
      TYPE_DEFAULT,
  );
}

/** A body of JSON: other words about an object. Fails with `InvalidJson`. */
export function readDescription(body: string) {
  const refuse = (reason: string, cause?: unknown) =>
    new GatewayError("InvalidJson", `Cannot read the body: ${reason}`, {
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw refuse("it is no JSON", cause);
  }
  if (!isRecord(value)) throw refuse("it is no object");
  const { contentType, metadata, ...rest } = value;
  const [stray] = Object.keys(rest);
  if (stray !== undefined) throw refuse(`there is no field "${stray}"`);
  if (contentType !== undefined && typeof contentType !== "string") {
    throw refuse("contentType is no text");
  }
  if (metadata !== undefined && !isTexts(metadata)) {
    throw refuse("metadata has texts by name");
  }
  return {
    ...(contentType !== undefined && { contentType: checkType(contentType) }),
    ...(metadata !== undefined && { metadata: checkMetadata(metadata) }),
  };
}

/** A download says all of it in headers: what they cannot hold is refused. */
function checkMetadata(metadata: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(metadata)) {
    if (METADATA_NAME.test(name) && value.isWellFormed()) continue;
    throw new GatewayError(
      "InvalidRequest",
      `Cannot keep the metadata ${JSON.stringify(name)}: a name has small ` +
        "letters, digits and signs of ASCII, and a value is Unicode",
    );
  }
  const { length } = new TextEncoder().encode(JSON.stringify(metadata));
  if (length <= METADATA_BYTES_MAX) return metadata;
  throw new GatewayError(
    "InvalidRequest",
    `Metadata has ${METADATA_BYTES_MAX} bytes at most, and this ${length}`,
  );
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) &&
    Object.values(value).every((one) => typeof one === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
