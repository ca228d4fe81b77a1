/** The bytes of an open file: in chunks, whole, or as a stream. */
import type { CoreFilePort } from "../core_port.ts";

const READ_BYTES = 1 << 20;

/** The bytes of a file from `start` to `end`, a chunk at a time. */
export async function* fileChunks(
  file: CoreFilePort,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const buffer = new Uint8Array(Math.min(READ_BYTES, end - at));
    const count = await file.read(buffer, at);
    if (count === 0) throw new Error(`the file ends at ${at}, not at ${end}`);
    yield buffer.subarray(0, count);
    at += count;
  }
}

/** The same bytes in one piece, each moved once. */
export async function readChunks(
  file: CoreFilePort,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const whole = new Uint8Array(end - start);
  const count = await fillFrom(file, start, whole);
  if (count === whole.length) return whole;
  throw new Error(`the file ends at ${start + count}, not at ${end}`);
}

/** Fills `into` from `start`; fewer bytes only where the file ends. */
export async function fillFrom(
  file: CoreFilePort,
  start: number,
  into: Uint8Array<ArrayBuffer>,
): Promise<number> {
  let at = 0;
  while (at < into.length) {
    const count = await file.read(into.subarray(at), start + at);
    if (count === 0) break;
    at += count;
  }
  return at;
}

/** A stream that owns the file: it closes it at the end or when it fails. */
export function fileStream(
  file: CoreFilePort,
  attempt: <T>(step: () => Promise<T>) => Promise<T>,
): ReadableStream<Uint8Array> {
  const chunks = fileChunks(file, 0, file.sizeBytes());
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const step = await attempt(() => chunks.next()).catch((error) => {
        file.close();
        throw error;
      });
      if (!step.done) return controller.enqueue(step.value);
      file.close();
      controller.close();
    },
    cancel: async () => {
      // Waits for a read in flight: the file is busy until it is over.
      await chunks.return(undefined);
      file.close();
    },
  });
}
