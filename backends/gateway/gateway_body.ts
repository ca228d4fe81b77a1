/**
 * Bodies of objects on their way, held against their CRC-32C. Goes in: bytes in
 * pieces; comes out: the same bytes, and their checksum.
 */
import type { CorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import type { Crc32c } from "./chunk_client.ts";
import type { GatewayAttempt } from "./gateway_failure.ts";

/** CRC-32C of pieces in order. */
export class RunningCrc32c {
  /** Of all so far. */
  value = 0;
  sizeBytes = 0;
  readonly #crc32c: Crc32c;

  constructor(crc32c: Crc32c) {
    this.#crc32c = crc32c;
  }

  update(bytes: Uint8Array): void {
    this.value = this.#crc32c(owned(bytes), this.value);
    this.sizeBytes += bytes.length;
  }
}

/** Fails with `ChecksumMismatch`: the bytes are wrong, or what is said of them. */
export function checkCrc32c(
  { action, operation }: GatewayAttempt,
  found: number,
  told: number | undefined,
): void {
  if (told === undefined || found === told) return;
  throw new StorageError(
    `Cannot ${action}: its bytes have the CRC-32C ${found}, and the gateway ` +
      `says ${told}`,
    {
      ...{ kind: "ChecksumMismatch", operation },
      context: [["found", String(found)], ["told", String(told)]],
    },
  );
}

/**
 * A body that is being put, piece by piece. `settle` ends it: an answer that
 * came early must not leave its source waiting.
 */
export class BodyOnItsWay {
  /** Why the source itself failed; the put fails with that. */
  failure: StorageError | undefined;
  readonly crc: RunningCrc32c;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #attempt: GatewayAttempt;
  readonly #abort = new AbortController();
  #isDone = false;

  constructor(
    body: ReadableStream<Uint8Array>,
    attempt: GatewayAttempt,
    crc32c: Crc32c,
  ) {
    this.#reader = body.getReader();
    this.#attempt = attempt;
    this.crc = new RunningCrc32c(crc32c);
  }

  /** Is aborted once the source fails: what was sent is short then. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    while (!this.#isDone) {
      const piece = await this.#next();
      if (piece === null) return;
      this.crc.update(piece);
      yield piece;
    }
  }

  async settle(): Promise<void> {
    if (!this.#isDone) await this.#reader.cancel().catch(() => {});
    this.#isDone = true;
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const { done, value } = await this.#reader.read();
      if (!done) return value;
      this.#isDone = true;
      return null;
    } catch (cause) {
      const { action, operation } = this.#attempt;
      const said = cause instanceof Error ? cause.message : String(cause);
      this.failure = new StorageError(
        `Cannot ${action}: the bytes to put ended with an error: ${said}`,
        { kind: "Unexpected", operation, cause },
      );
      this.#isDone = true;
      this.#abort.abort();
      throw this.failure;
    }
  }
}

/** What comes, until `sizeBytes` are there, with the failures of `worded`. */
export function checkedBody(options: {
  readonly source: ReadableStream<Uint8Array>;
  readonly crc: RunningCrc32c;
  /** Called once all came. */
  readonly atEnd: () => void;
  readonly worded: (cause: unknown) => StorageError;
}): ReadableStream<Uint8Array> {
  const { source, crc, atEnd, worded } = options;
  const reader = source.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          crc.update(value);
          return controller.enqueue(value);
        }
        atEnd();
        controller.close();
      } catch (cause) {
        controller.error(worded(cause));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** The core's CRC-32C; a core without one can open no gateway. */
export function crc32cOf(core: Pick<CorePort, "crc32c">): Crc32c {
  return (bytes, seed) => {
    const crc32c = core.crc32c?.(bytes, seed);
    if (crc32c === undefined) throw new TypeError("This core has no CRC-32C");
    return crc32c;
  };
}

/** The core takes no view of shared memory. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : new Uint8Array(bytes);
}
