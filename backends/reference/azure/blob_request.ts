/**
 * What a request names: account, container, blob, and its query, out of the
 * target as it was sent. Goes in: an HTTP request; comes out: names, decoded
 * once. The account stands in the path, as it does where hosts have no names.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import { BlobError } from "./blob_error.ts";

/** A request whose target was read. */
export interface BlobRequest extends HttpRequest {
  /** The path as it was sent, which is what was signed. */
  readonly path: string;
  /** Decoded; names in small letters. */
  readonly query: ReadonlyMap<string, string>;
  readonly account: string;
  readonly container?: string;
  readonly blob?: string;
  /** The version of the service that the client speaks. */
  readonly version: string;
}

/** The first version whose signatures this endpoint checks. */
const VERSION_MIN = "2015-02-21";
const NAME_CHARACTERS_MAX = 1024;
const SEGMENTS_MAX = 254;

/** Fails with a `BlobError` for a target that names nothing. */
export function readBlobRequest(request: HttpRequest): BlobRequest {
  const cut = request.target.indexOf("?");
  const path = cut < 0 ? request.target : request.target.slice(0, cut);
  const query = parseQuery(cut < 0 ? "" : request.target.slice(cut + 1));
  const [, account = "", container, ...rest] = path.split("/");
  const names = { account: decode(account) };
  const version = request.headers.get("x-ms-version") ?? query.get("sv") ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < VERSION_MIN) {
    const code = version === ""
      ? "MissingRequiredHeader"
      : "InvalidHeaderValue";
    throw new BlobError(code, {
      details: [["HeaderName", "x-ms-version"], ["HeaderValue", version]],
    });
  }
  const common = { ...request, path, query, version, ...names };
  if (container === undefined || container === "") return common;
  const blob = decode(rest.join("/"));
  checkContainerName(decode(container));
  if (rest.length === 0) return { ...common, container: decode(container) };
  if (rest.length === 1 && blob === "") {
    return { ...common, container: decode(container) };
  }
  checkBlobName(blob);
  return { ...common, container: decode(container), blob };
}

/** Parameters by name; a repeated one is refused, as it could mean either. */
function parseQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decode(at < 0 ? pair : pair.slice(0, at)).toLowerCase();
    if (query.has(name)) throw new BlobError("InvalidQueryParameterValue");
    query.set(name, at < 0 ? "" : decode(pair.slice(at + 1)));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BlobError("InvalidUri");
  }
}

function checkContainerName(name: string): void {
  const isSound = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/.test(name) ||
    name === "$root";
  if (!isSound) throw new BlobError("InvalidResourceName");
}

function checkBlobName(name: string): void {
  const isTooLong = name.length > NAME_CHARACTERS_MAX ||
    name.split("/").length > SEGMENTS_MAX;
  if (isTooLong) throw new BlobError("InvalidUri");
}
