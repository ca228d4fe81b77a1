/** Reads what was just written, and compares it with what was sent. */
import {
  type Digests,
  StorageError,
  type StreamFace,
} from "../../backends/mod.ts";
import {
  copyObject,
  type CopyOutcome,
  type CopyPorts,
} from "../../engine/mod.ts";

export interface ReadBackOptions {
  readonly face: StreamFace;
  readonly key: string;
  /** Of the bytes that were sent. */
  readonly digests: Digests;
  readonly memoryBytes: number;
  readonly attemptsMax: number;
  readonly signal: AbortSignal;
}

/**
 * `undefined`: the destination gives back what was written. Fails with
 * `ChecksumMismatch` if it gives back another object, or none.
 */
export async function readBack(
  ports: CopyPorts,
  options: ReadBackOptions,
): Promise<CopyOutcome | undefined> {
  const { crc64nvme } = options.digests;
  const { memoryBytes, attemptsMax } = options;
  try {
    const outcome = await copyObject(ports, {
      from: { face: options.face, key: options.key },
      to: null,
      digests: ["crc64nvme"],
      expected: crc64nvme === undefined ? {} : { crc64nvme },
      memoryBytes,
      attemptsMax,
      endpoint: 0,
      seed: 0n,
      isNew: false,
      tellsParts: false,
      signal: options.signal,
      watch: { begun() {}, part() {}, counters() {} },
    });
    return outcome.state === "differs"
      ? { ...outcome, witness: "destination" }
      : undefined;
  } catch (error) {
    throw isOther(error) ? notGivenBack(error) : error;
  }
}

function isOther(error: unknown): error is StorageError {
  return error instanceof StorageError &&
    (error.kind === "PreconditionFailed" || error.kind === "NotFound");
}

function notGivenBack(cause: StorageError): StorageError {
  const reason = cause.message.replace(/^.*?: /, "");
  const what = cause.message.slice("Cannot ".length, -reason.length - 2);
  return new StorageError(`Cannot ${what} again what was written: ${reason}`, {
    kind: "ChecksumMismatch",
    operation: "read back",
    cause,
  });
}
