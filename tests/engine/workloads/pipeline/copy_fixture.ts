/** Ends and streams in memory, for tests of copying. */
import type {
  Digests,
  SinkOutcome,
  SinkPlan,
  StreamCounters,
  StreamFace,
  StreamFailure,
  StreamOutcome,
  StreamPart,
  StreamSink,
  StreamSource,
  StreamSpec,
} from "../../../../backends/mod.ts";
import { StorageError } from "../../../../backends/errors.ts";
import type {
  CopyPorts,
  CopyStream,
} from "../../../../engine/workloads/pipeline/mod.ts";
import type { CopyObjectOptions } from "../../../../engine/workloads/pipeline/mod.ts";

export const MADE: Digests = {
  sha256: "a".repeat(64),
  crc64nvme: "0123456789abcdef",
};

/** A failure as the core tells it. */
export function failureOf(over: Partial<StreamFailure> = {}): StreamFailure {
  return {
    status: -5,
    statusName: "EIO",
    end: "source",
    offsetBytes: 0,
    httpStatus: 0,
    code: "",
    requestId: "",
    digest: null,
    ...over,
  };
}

/** A stream that ends as it is told; `asked` is what was asked of it. */
export class FakeStream implements CopyStream {
  readonly asked: string[] = [];
  readonly parts = new Map<number, StreamPart>();
  expected: Digests = {};
  outcome: StreamOutcome = { ok: true, digests: MADE };
  /** Looks that still see it run. */
  looks = 1;
  isStopped = false;

  fromFile(): Promise<void> {
    return this.#note("from");
  }
  toFile(): Promise<void> {
    return this.#note("to");
  }
  fromStore(): void {}
  toStore(): void {}
  expect(digests: Digests): void {
    this.expected = digests;
  }
  known(index: number, part: StreamPart): void {
    this.asked.push(`known ${index} ${part.etag}`);
  }
  start(): void {
    this.asked.push("start");
  }
  counters(): StreamCounters {
    const runs = this.looks-- > 0 && !this.isStopped;
    return {
      state: runs ? "runs" : this.outcome.ok ? "done" : "failed",
      readBytes: 10,
      digestedBytes: 10,
      writtenBytes: 10,
      passedBytes: 0,
      memoryBytes: 4096,
      memoryPeakBytes: 8192,
      retries: 0,
      startedNs: 1,
      endedNs: runs ? 0 : 2,
    };
  }
  stop(): void {
    this.isStopped = true;
    this.outcome = {
      ok: false,
      digests: {},
      failure: failureOf({ statusName: "ECANCELED" }),
    };
  }
  join(): Promise<StreamOutcome> {
    return Promise.resolve(this.outcome);
  }
  part(index: number): StreamPart {
    return this.parts.get(index) ??
      { crc64nvme: "0", sizeBytes: 1, isThere: true, etag: `e${index}` };
  }
  close(): Promise<void> {
    return this.#note("close");
  }

  #note(what: string): Promise<void> {
    this.asked.push(what);
    return Promise.resolve();
  }
}

/** Both ends of a copy; `asked` is what was asked of them, in order. */
export class FakeFace implements StreamFace {
  readonly partBytesMin = 1;
  readonly partsMax = 10_000;
  readonly depthMax = 2;
  readonly bufferBytes = 1000;
  readonly asked: string[] = [];
  sizeBytes = 10;
  stated: Digests = {};
  parts: StreamSink["parts"] = "must";
  resumeId: string | null = "upload-1";
  settleFailure: Error | null = null;
  publishFailure: Error | null = null;
  abandonFailure: Error | null = null;
  isRepeatable = false;
  published: SinkOutcome | null = null;
  plan: SinkPlan | null = null;

  openSource(key: string): Promise<StreamSource> {
    const { sizeBytes, stated } = this;
    return Promise.resolve({
      facts: { key, sizeBytes, etag: "v1", modifiedMs: 0 },
      stated,
      attach: (ends) =>
        ends.fromFile({ path: key, direct: false, depth: 1, over: false }),
      failure: (failure) =>
        new StorageError(`source ${failure.statusName}`, {
          kind: "Unexpected",
          operation: "move",
        }),
      settle: () => {
        this.asked.push("settle");
        return this.settleFailure === null
          ? Promise.resolve()
          : Promise.reject(this.settleFailure);
      },
      close: () => {
        this.asked.push("close source");
      },
    });
  }

  openSink(plan: SinkPlan): Promise<StreamSink> {
    this.plan = plan;
    return Promise.resolve({
      holds: false,
      isRepeatable: this.isRepeatable,
      parts: this.parts,
      resumeId: this.resumeId,
      attach: (ends) =>
        ends.toFile({ path: plan.key, direct: false, depth: 1, over: false }),
      failure: (failure) =>
        new StorageError(`sink ${failure.statusName}`, {
          kind: "Unexpected",
          operation: "move",
        }),
      publish: (outcome) => {
        this.asked.push("publish");
        this.published = outcome;
        const { key, sizeBytes } = plan;
        const failure = this.publishFailure;
        return failure === null
          ? Promise.resolve({ key, sizeBytes, etag: "v2", modifiedMs: 0 })
          : Promise.reject(failure);
      },
      abandon: () => {
        this.asked.push("abandon");
        const failure = this.abandonFailure;
        return failure === null ? Promise.resolve() : Promise.reject(failure);
      },
      close: () => {
        this.asked.push("close sink");
      },
    });
  }
}

/** A copy of ten bytes; the last stream that was made is `stream`. */
export function copyFixture(over: Partial<CopyObjectOptions> = {}) {
  const from = new FakeFace();
  const to = new FakeFace();
  const stream = new FakeStream();
  const specs: StreamSpec[] = [];
  const told: string[] = [];
  const abort = new AbortController();
  const ports: CopyPorts = {
    stream: (spec) => {
      specs.push(spec);
      return stream;
    },
    digestKinds: () => new Set(["sha256", "crc64nvme"] as const),
    sleepMs: () => Promise.resolve(),
  };
  const options: CopyObjectOptions = {
    from: { face: from, key: "k" },
    to: { face: to, key: "k2" },
    digests: ["sha256"],
    expected: {},
    memoryBytes: 1 << 20,
    attemptsMax: 2,
    endpoint: 0,
    seed: 1n,
    isNew: true,
    tellsParts: true,
    signal: abort.signal,
    watch: {
      begun: (facts, id) => told.push(`begun ${facts.sizeBytes} ${id}`),
      part: (index, part) => told.push(`part ${index} ${part.etag}`),
      counters: () => told.push("counters"),
      left: (id, failure) =>
        told.push(
          `left ${id}: ${failure instanceof Error ? failure.message : "kept"}`,
        ),
    },
    ...over,
  };
  return { from, to, stream, specs, told, abort, ports, options };
}
