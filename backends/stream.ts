/** Bytes as a stream and back. */
import { StorageError } from "./errors.ts";
import { quoteKey } from "./key.ts";
import type { Attempt } from "./object_failure.ts";

/** Bytes of a chunk that `chunkStream` delivers; large enough to be cheap. */
export const STREAM_CHUNK_BYTES = 1 << 20;

/** A stream of copies of `bytes`, a chunk at a time. */
export function chunkStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + STREAM_CHUNK_BYTES));
      at += STREAM_CHUNK_BYTES;
    },
  });
}

/** A promise of more is not believed before the bytes are there. */
const PROMISED_BYTES_MAX = 64 << 20;

/**
 * All that a stream delivers, be it `promisedBytes` or not; fails as the stream
 * does. Where they were promised each byte is moved once.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  promisedBytes = 0,
): Promise<Uint8Array> {
  const isTaken = promisedBytes <= PROMISED_BYTES_MAX;
  const whole = new Uint8Array(isTaken ? promisedBytes : 0);
  const more: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of stream) {
    if (more.length === 0 && at + chunk.length <= whole.length) {
      whole.set(chunk, at);
      at += chunk.length;
    } else more.push(chunk.slice());
  }
  if (more.length > 0) return joinChunks([whole.subarray(0, at), ...more]);
  return at === whole.length ? whole : whole.slice(0, at);
}

/**
 * The chunks of a body that is being put. If the body fails, so does the put:
 * with a `StorageError` whose cause is the body's own error.
 */
export async function* bodyChunks(
  attempt: Attempt,
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let isDone = false;
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause) => {
        throw bodyFailure(attempt, cause);
      });
      if (done) break;
      yield value;
    }
    isDone = true;
  } finally {
    if (!isDone) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

function bodyFailure(attempt: Attempt, cause: unknown): StorageError {
  const { url, operation, key } = attempt;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(
    `Cannot ${operation} ${quoteKey(key)} in "${url}": the bytes to put ` +
      `ended with an error: ${reason}`,
    { kind: "Unexpected", operation, cause },
  );
}

/** One byte string after the other. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(
    chunks.reduce((total, chunk) => total + chunk.length, 0),
  );
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
