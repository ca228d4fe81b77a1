/** The head of an answer, and how its body is delimited. */
import { HttpFailure } from "./http_failure.ts";
import type { HttpHeaders } from "./http_message.ts";
import type { WireReader } from "./wire_reader.ts";

/** Lines of the longest head; more are no head of a store. */
const LINES_MAX = 1000;
const PIECE_BYTES = 128 << 10;

export interface ResponseHead {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly isKeepAlive: boolean;
}

/** Bytes of a body, or the way in which its end is known. */
export type BodyLength = number | "chunked" | "until-close";

/**
 * Reads the head of the final answer; those of 1xx are passed over, but for the
 * leave to go on where that is what was asked for.
 */
export async function readHead(
  reader: WireReader,
  where: string,
  asksLeave = false,
): Promise<ResponseHead> {
  while (true) {
    const first = await reader.line();
    if (first === undefined) {
      throw new HttpFailure(`${where} closed the connection unanswered`, {
        step: "exchange",
        reason: "reset",
      });
    }
    const match = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first);
    if (match === null) throw malformed(where, "its answer is no HTTP");
    const headers = await readHeaders(reader, where);
    const status = Number(match[2]);
    if (status === 100 && asksLeave) {
      return { status, headers, isKeepAlive: false };
    }
    if (status >= 100 && status < 200) continue;
    const connection = headers["connection"]?.toLowerCase() ?? "";
    const isKeepAlive = match[1] === "1"
      ? connection !== "close"
      : connection === "keep-alive";
    return { status, headers, isKeepAlive };
  }
}

async function readHeaders(
  reader: WireReader,
  where: string,
): Promise<HttpHeaders> {
  // Without a prototype: a header may be called `constructor`.
  const headers: Record<string, string> = Object.create(null);
  for (let count = 0; count < LINES_MAX; count++) {
    const line = await reader.line();
    if (line === undefined) throw cutShort(where, "the head of its answer");
    if (line === "") return headers;
    const at = line.indexOf(":");
    if (at <= 0) throw malformed(where, "a header of its answer has no name");
    const name = line.slice(0, at).trim().toLowerCase();
    headers[name] = line.slice(at + 1).trim();
  }
  throw malformed(where, "the head of its answer does not end");
}

/** How the body of this answer is delimited. */
export function bodyLength(method: string, head: ResponseHead): BodyLength {
  const { status, headers } = head;
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) {
    return 0;
  }
  if (/\bchunked\b/i.test(headers["transfer-encoding"] ?? "")) {
    return "chunked";
  }
  const length = headers["content-length"];
  return length === undefined || !/^\d+$/.test(length)
    ? "until-close"
    : Number(length);
}

/** The pieces of a body; fails with `cut-short` when one is missing. */
export async function* readBody(options: {
  readonly reader: WireReader;
  readonly length: BodyLength;
  readonly where: string;
}): AsyncGenerator<Uint8Array, undefined> {
  const { reader, length, where } = options;
  if (length === "chunked") return yield* readChunks(reader, where);
  let left = length === "until-close" ? Infinity : length;
  while (left > 0) {
    const piece = await reader.some(Math.min(left, PIECE_BYTES));
    if (piece === undefined) {
      if (length === "until-close") return;
      throw cutShort(where, `${left} of ${length} bytes of its answer`);
    }
    left -= piece.length;
    yield piece;
  }
}

async function* readChunks(
  reader: WireReader,
  where: string,
): AsyncGenerator<Uint8Array, undefined> {
  while (true) {
    const line = await reader.line();
    if (line === undefined) throw cutShort(where, "the end of its answer");
    const size = line.split(";")[0]?.trim() ?? "";
    if (!/^[0-9A-Fa-f]{1,12}$/.test(size)) {
      throw malformed(where, "a chunk of its answer has no size");
    }
    let left = parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const piece = await reader.some(Math.min(left, PIECE_BYTES));
      if (piece === undefined) throw cutShort(where, "a part of its answer");
      left -= piece.length;
      yield piece;
    }
    await reader.line();
  }
  while ((await reader.line() ?? "") !== "");
}

function cutShort(where: string, missing: string): HttpFailure {
  return new HttpFailure(`${where} closed the connection before ${missing}`, {
    step: "exchange",
    reason: "cut-short",
  });
}

function malformed(where: string, what: string): HttpFailure {
  return new HttpFailure(`${where} is no server of this kind: ${what}`, {
    step: "exchange",
    reason: "malformed",
  });
}
