/**
 * Takes the bytes of a download, and believes no length that it has not
 * counted: an answer that is cut short, or of another range, is a failure.
 */
import type { Readable } from "node:stream";
import type { ByteRange } from "../contract.ts";
import { StorageError } from "../errors.ts";
import {
  type CheckedAnswer,
  checkedBytes,
  checkedStream,
} from "../returned_checksum.ts";
import { checksumOf } from "./azure_facts.ts";

/** What the SDK answered, and how its failures are worded. */
export interface Download {
  readonly answer: {
    readonly contentLength?: number | undefined;
    readonly contentRange?: string | undefined;
    readonly readableStreamBody?: unknown;
    readonly contentMD5?: Uint8Array | undefined;
    readonly xMsContentCrc64?: Uint8Array | undefined;
  };
  /** What was asked for; all of it when absent. */
  readonly range?: ByteRange;
  /** What the sentence begins with: `Cannot get "k" in "az://c"`. */
  readonly action: string;
  readonly operation: string;
  readonly word: (cause: unknown) => StorageError;
}

/** All bytes, as many as the answer promised. */
export async function blobBytes(download: Download): Promise<Uint8Array> {
  checkAnswer(download);
  const size = download.answer.contentLength ?? 0;
  const bytes = new Uint8Array(size);
  let at = 0;
  try {
    for await (const chunk of bodyOf(download)) {
      const end = at + chunk.length;
      if (end > size) throw wrongLength(download, end);
      bytes.set(chunk, at);
      at = end;
    }
  } catch (cause) {
    throw bodyFailure(download, at, cause);
  }
  if (at !== size) throw wrongLength(download, at);
  return checkedBytes(checkedOf(download), bytes);
}

/** The same as a stream; its end fails if bytes are missing. */
export function blobStream(download: Download): ReadableStream<Uint8Array> {
  checkAnswer(download);
  const size = download.answer.contentLength ?? 0;
  const body = bodyOf(download);
  let at = 0;
  return checkedStream(
    checkedOf(download),
    new ReadableStream({
      async pull(controller) {
        try {
          const { done, value } = await body.next();
          if (!done) {
            at += value.length;
            return controller.enqueue(value);
          }
          if (at !== size) throw wrongLength(download, at);
          controller.close();
        } catch (cause) {
          controller.error(bodyFailure(download, at, cause));
        }
      },
      async cancel() {
        await body.return(undefined);
      },
    }),
  );
}

/** The checksum of a blob says nothing of a range of it. */
function checkedOf(download: Download): CheckedAnswer {
  const { range, answer, action, operation } = download;
  const checksum = range === undefined ? checksumOf(answer) : undefined;
  return { action, operation, checksum };
}

async function* bodyOf(download: Download): AsyncGenerator<Uint8Array> {
  // Outside of browsers the SDK delivers a stream of Node's kind.
  const body = download.answer.readableStreamBody as Readable | undefined;
  if (body === undefined) return;
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) yield new Uint8Array(chunk);
  }
}

function checkAnswer(download: Download): void {
  const { range, answer, action, operation } = download;
  const length = answer.contentLength ?? 0;
  if (range === undefined) return;
  const from = /^bytes (\d+)-/.exec(answer.contentRange ?? "")?.[1];
  if (from === String(range.start) && length <= range.end - range.start) return;
  throw new StorageError(
    `Cannot ${action}: the service answers ${length} bytes from ` +
      `${from ?? "the beginning"}, and was asked for ${range.start} to ` +
      `${range.end}`,
    { kind: "Unexpected", operation },
  );
}

/** The SDK has no name for a body that ended early, only a sentence. */
function bodyFailure(
  download: Download,
  count: number,
  cause: unknown,
): StorageError {
  const isShort = cause instanceof Error &&
    /received less data than required/.test(cause.message);
  // What the network did to it is known better where the request was sent.
  const failure = download.word(cause);
  return isShort && failure.kind === "Unexpected"
    ? wrongLength(download, count)
    : failure;
}

function wrongLength(download: Download, count: number): StorageError {
  const { answer, action, operation } = download;
  return new StorageError(
    `Cannot ${action}: the answer has ${count} bytes, and promised ` +
      `${answer.contentLength ?? 0}`,
    { kind: "Unavailable", operation, transient: true },
  );
}
