/**
 * Holds the bytes of an answer against the checksum that came with them. Fails
 * with `ChecksumMismatch`: either the bytes are wrong or what is said of them.
 */
import { type RunningChecksum, runningChecksum } from "./checksum.ts";
import type { ObjectChecksum } from "./contract.ts";
import { StorageError } from "./errors.ts";

/** Which answer it was. */
export interface CheckedAnswer {
  /** What the sentence begins with after "Cannot": `get "k" in "s3://b"`. */
  readonly action: string;
  readonly operation: string;
  /** `undefined`: none came, or none that is of all bytes. */
  readonly checksum: ObjectChecksum | undefined;
}

/** The bytes, if they fit. */
export function checkedBytes(
  answer: CheckedAnswer,
  bytes: Uint8Array,
): Uint8Array {
  const { checksum } = answer;
  if (checksum === undefined) return bytes;
  const running = runningChecksum(checksum.algorithm);
  running.update(bytes);
  settle(answer, checksum, running);
  return bytes;
}

/** The same bytes as they flow; the stream fails at its end unless they fit. */
export function checkedStream(
  answer: CheckedAnswer,
  source: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const { checksum } = answer;
  if (checksum === undefined) return source;
  const running = runningChecksum(checksum.algorithm);
  return source.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        running.update(chunk);
        controller.enqueue(chunk);
      },
      flush: () => settle(answer, checksum, running),
    }),
  );
}

function settle(
  { action, operation }: CheckedAnswer,
  { algorithm, base64 }: ObjectChecksum,
  running: RunningChecksum,
): void {
  const found = running.base64();
  if (found === base64) return;
  throw new StorageError(
    `Cannot ${action}: its bytes have the ${algorithm} ${found}, and came ` +
      `with ${base64}`,
    {
      kind: "ChecksumMismatch",
      operation,
      context: [["algorithm", algorithm], ["found", found], ["told", base64]],
    },
  );
}
