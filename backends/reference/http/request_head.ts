/**
 * Reads the head of an HTTP/1.1 request, strictly, and keeps the target as it
 * was sent: a URL parser would fold `..` and `//`, which are letters of a key
 * and part of a signature. Goes in: bytes; comes out: a head or a mistake.
 */

/** Names in lower case; a repeated name has its values joined by a comma. */
export type HeaderMap = ReadonlyMap<string, string>;

/** The first lines of a request, as they were sent. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: HeaderMap;
  readonly keepsAlive: boolean;
  readonly framing: BodyFraming;
}

/** How the end of the body is told. */
export type BodyFraming =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" };

/** A request that cannot be understood: the connection ends after it. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "BadRequest";
    this.status = status;
  }
}

/** Headers that would mean two things when they came twice. */
const SINGLE = [
  "host",
  "authorization",
  "content-length",
  "content-md5",
  "range",
];

/** Reads `bytes`, without the empty line. Fails with `BadRequest`. */
export function parseRequestHead(bytes: Uint8Array): RequestHead {
  // One character per byte: what was signed were bytes.
  const text = new TextDecoder("latin1").decode(bytes);
  const [first = "", ...lines] = text.split("\r\n");
  const line = /^([A-Z]+) (\/[^\s]*) HTTP\/1\.([01])$/.exec(first);
  if (line === null) {
    throw new BadRequest(400, `Cannot read the request line "${first}"`);
  }
  const [, method = "", target = "", minor] = line;
  const headers = parseHeaders(lines);
  const connection = headers.get("connection")?.toLowerCase() ?? "";
  return {
    method,
    target,
    headers,
    keepsAlive: minor === "1" && !/\bclose\b/.test(connection),
    framing: framingOf(headers),
  };
}

function parseHeaders(lines: readonly string[]): HeaderMap {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const found = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/s
      .exec(line);
    if (found === null || /[\0\r\n]/.test(line)) {
      throw new BadRequest(400, `Cannot read the header "${line}"`);
    }
    const [, given = "", value = ""] = found;
    const name = given.toLowerCase();
    const before = headers.get(name);
    if (before !== undefined && SINGLE.includes(name)) {
      throw new BadRequest(400, `The header "${name}" came twice`);
    }
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function framingOf(headers: HeaderMap): BodyFraming {
  const length = headers.get("content-length");
  const coding = headers.get("transfer-encoding");
  if (coding !== undefined) {
    if (length !== undefined) {
      throw new BadRequest(400, "A body has a length or chunks, not both");
    }
    if (coding.toLowerCase() !== "chunked") {
      throw new BadRequest(501, `Cannot read a body coded as "${coding}"`);
    }
    return { kind: "chunked" };
  }
  if (length === undefined) return { kind: "none" };
  const bytes = Number(length);
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(bytes)) {
    throw new BadRequest(400, `Cannot read the Content-Length "${length}"`);
  }
  return { kind: "length", bytes };
}
