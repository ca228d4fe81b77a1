/**
 * Streams and their ends in memory, for cases about copies: honest, unless a
 * lie is asked for. Digests are real ones, by code of the tests.
 */
import { createHash } from "node:crypto";
import type {
  DigestKind,
  Digests,
  SinkPlan,
  StreamCounters,
  StreamFace,
  StreamOutcome,
  StreamPart,
  StreamSink,
  StreamSource,
  StreamSpec,
} from "../../backends/mod.ts";
import { StorageError } from "../../backends/errors.ts";
import { MemBackend } from "../../backends/mem.ts";
import { Crc32c, Crc64Nvme } from "../../backends/reference/crc.ts";
import type {
  CopyPorts,
  CopyStream,
} from "../../engine/workloads/pipeline/mod.ts";

/** One thing that streams in memory do wrong. */
export type StreamLie =
  | "bit"
  | "digest"
  | "memory"
  | "visible"
  | "left-open"
  | "progress"
  | "silent-source"
  | "no-expectation";

const NO_BYTES = new Uint8Array();

/** Moves all bytes in one go, once it is started. */
class MemoryStream implements CopyStream {
  bytes = NO_BYTES;
  take: (bytes: Uint8Array) => void = () => {};
  #expected: Digests = {};
  #outcome: StreamOutcome | null = null;
  readonly #spec: StreamSpec;
  readonly #lie: StreamLie | undefined;

  constructor(spec: StreamSpec, lie: StreamLie | undefined) {
    this.#spec = spec;
    this.#lie = lie;
  }

  fromFile = () => Promise.resolve();
  toFile = () => Promise.resolve();
  fromStore() {}
  toStore() {}
  known() {}
  stop() {}
  close = () => Promise.resolve();

  expect(digests: Digests): void {
    this.#expected = this.#lie === "no-expectation" ? {} : digests;
  }

  start(): void {
    const bytes = this.bytes.slice();
    const digests = digestsOf(bytes, this.#spec.digests);
    if (this.#lie === "bit" && bytes.length > 0) bytes[0]! ^= 1;
    const made: Digests = this.#lie === "digest"
      ? { ...digests, sha256: "0".repeat(64) }
      : digests;
    const other = Object.entries(this.#expected).find(([kind, text]) =>
      text !== Object.entries(made).find(([one]) => one === kind)?.[1]
    );
    if (other === undefined || this.#lie === "visible") this.take(bytes);
    this.#outcome = other === undefined
      ? { ok: true, digests: made }
      : { ok: false, digests: made, failure: differing(other[0]) };
  }

  counters(): StreamCounters {
    const { sizeBytes, memoryBytes } = this.#spec;
    const isBack = this.#lie === "progress";
    return {
      state: this.#outcome?.ok === false ? "failed" : "done",
      readBytes: sizeBytes,
      digestedBytes: sizeBytes,
      writtenBytes: isBack ? sizeBytes - 1 : sizeBytes,
      passedBytes: 0,
      memoryBytes,
      memoryPeakBytes: this.#lie === "memory" ? 2 ** 31 : memoryBytes,
      retries: 0,
      startedNs: 1,
      endedNs: 1e9 + 1,
    };
  }

  join(): Promise<StreamOutcome> {
    if (this.#outcome === null) throw new TypeError("It was not started");
    return Promise.resolve(this.#outcome);
  }

  part(): StreamPart {
    return { crc64nvme: "0", sizeBytes: 1, isThere: true, etag: "e" };
  }
}

function differing(kind: string) {
  const digest = ALL.find((one) => one === kind) ?? null;
  return {
    status: -1,
    statusName: "DIGEST",
    end: "source",
    offsetBytes: 0,
    httpStatus: 0,
    code: "",
    requestId: "",
    digest,
  } as const;
}

const ALL: readonly DigestKind[] = ["md5", "sha256", "crc32c", "crc64nvme"];

function digestsOf(bytes: Uint8Array, kinds: readonly DigestKind[]): Digests {
  return Object.fromEntries(kinds.map((kind) => [kind, digestOf(bytes, kind)]));
}

function digestOf(bytes: Uint8Array, kind: DigestKind): string {
  if (kind === "md5" || kind === "sha256") {
    return createHash(kind).update(bytes).digest("hex");
  }
  const crc = kind === "crc32c" ? new Crc32c() : new Crc64Nvme();
  crc.update(bytes);
  return crc.digest().toHex();
}

/** Streams of a core that is not there. */
export function memoryCopies(
  lie?: StreamLie,
  kinds: readonly DigestKind[] = ALL,
): CopyPorts {
  return {
    stream: (spec) => new MemoryStream(spec, lie),
    digestKinds: () => new Set(kinds),
    sleepMs: () => Promise.resolve(),
  };
}

/** A memory that streams reach. */
export class StreamedMemory extends MemBackend {
  override readonly streams: StreamFace;

  constructor(lie?: StreamLie) {
    super({ url: "mem:" });
    this.streams = new MemoryFace(this, lie);
  }
}

class MemoryFace implements StreamFace {
  readonly partBytesMin = 1;
  readonly partsMax = 10_000;
  readonly depthMax = 1;
  readonly bufferBytes = 0;
  readonly #backend: MemBackend;
  readonly #lie: StreamLie | undefined;

  constructor(backend: MemBackend, lie: StreamLie | undefined) {
    this.#backend = backend;
    this.#lie = lie;
  }

  async openSource(key: string): Promise<StreamSource> {
    const backend = this.#backend;
    const facts = await backend.head(key);
    const isSilent = this.#lie === "silent-source";
    const seen = isSilent ? await backend.get(key) : null;
    return {
      facts,
      stated: {},
      async attach(ends) {
        if (!(ends instanceof MemoryStream)) throw new TypeError("No memory");
        const bytes = seen ?? await backend.get(key);
        const { etag } = seen === null ? await backend.head(key) : facts;
        if (etag !== facts.etag) throw failure("PreconditionFailed");
        ends.bytes = new Uint8Array(bytes);
      },
      failure: () => failure("Unexpected"),
      settle: () => Promise.resolve(),
      close() {},
    };
  }

  async openSink({ key, isNew, sizeBytes }: SinkPlan): Promise<StreamSink> {
    const backend = this.#backend;
    const lie = this.#lie;
    if (isNew && await isThere(backend, key)) throw failure("AlreadyExists");
    let bytes = NO_BYTES;
    return {
      holds: false,
      parts: "can",
      resumeId: "aside",
      attach(ends) {
        if (!(ends instanceof MemoryStream)) throw new TypeError("No memory");
        ends.take = (all) => bytes = new Uint8Array(all);
        return Promise.resolve();
      },
      failure: () => failure("Unexpected"),
      publish: () => backend.put(key, bytes),
      async abandon() {
        if (lie === "visible") {
          await backend.put(key, new Uint8Array(sizeBytes));
        }
      },
      close() {
        if (lie === "left-open") throw failure("Unexpected");
      },
    };
  }
}

function failure(kind: StorageError["kind"]): StorageError {
  return new StorageError(`It is ${kind}`, { kind, operation: "move" });
}

async function isThere(backend: MemBackend, key: string): Promise<boolean> {
  try {
    await backend.head(key);
    return true;
  } catch {
    return false;
  }
}
