/**
 * Copies one object from one place to another, or only reads it, and compares
 * its digests with all that is known of them. Goes in: two faces and what is
 * expected; comes out: what became of it. Nothing is visible at the destination
 * before everything was right.
 */
import type {
  DigestKind,
  Digests,
  ObjectFacts,
  SinkOutcome,
  SinkPlan,
  StreamCounters,
  StreamPart,
  StreamSink,
  StreamSource,
} from "../../../backends/mod.ts";
import { askAgain } from "./ask_again.ts";
import { type ChunkPlan, isShortage, planChunks } from "./chunk_plan.ts";
import type {
  CopyEnd,
  CopyPorts,
  CopyStream,
  CopyWatch,
  ResumePoint,
} from "./copy_ports.ts";
import { CopyRefusal } from "./copy_refusal.ts";
import { dropLeftover, holdSink } from "./hold_sink.ts";
import { watchStream } from "./watch_stream.ts";

export interface CopyObjectOptions {
  readonly from: CopyEnd;
  /** `null`: it is read and compared, and written nowhere. */
  readonly to: CopyEnd | null;
  readonly digests: readonly DigestKind[];
  /** What a manifest says. */
  readonly expected: Digests;
  readonly memoryBytes: number;
  /** Copies at the same time, each with that memory; 1 when absent. */
  readonly copies?: number;
  readonly attemptsMax: number;
  /** Number of the endpoint to use, of stores with several. */
  readonly endpoint: number;
  readonly seed: bigint;
  /** Fails instead of replacing an object. */
  readonly isNew: boolean;
  /** Tell each part, so that another process can go on. */
  readonly tellsParts: boolean;
  readonly resume?: ResumePoint;
  readonly signal: AbortSignal;
  readonly watch: CopyWatch;
}

/** Who says what the bytes should be. */
export type DigestWitness = "source" | "manifest" | "destination";

export type CopyOutcome =
  | {
    readonly state: "copied";
    readonly facts: ObjectFacts;
    readonly digests: Digests;
    readonly counters: StreamCounters;
    readonly memoryBytes: number;
    /** Digests that somebody else stated too, and by whom. */
    readonly agreed: Readonly<Partial<Record<DigestKind, DigestWitness>>>;
  }
  | {
    readonly state: "differs";
    readonly kind: DigestKind;
    readonly witness: DigestWitness;
    readonly stated: string;
    /** Empty if the bytes did not all come. */
    readonly found: string;
  };

/**
 * Fails with a `StorageError` of the end that failed, or a `CopyRefusal` where
 * it cannot be done as asked. Whatever it wrote is then taken away, unless it
 * was interrupted, by people or by storage that went away, and another process
 * can go on with it.
 */
export async function copyObject(
  ports: CopyPorts,
  options: CopyObjectOptions,
): Promise<CopyOutcome> {
  const source = await askAgain(
    ports,
    options,
    () => options.from.face.openSource(options.from.key),
  );
  try {
    return await copyFrom(ports, options, source);
  } finally {
    source.close();
  }
}

async function copyFrom(
  ports: CopyPorts,
  options: CopyObjectOptions,
  source: StreamSource,
): Promise<CopyOutcome> {
  const { resume: left, to } = options;
  const resume = left?.sourceEtag === source.facts.etag ? left : undefined;
  const plan = chunksFor(options, source, resume);
  if (to === null) {
    return await move({ ports, options, source, plan, sink: null, resume });
  }
  if (left !== undefined && resume === undefined) {
    await dropLeftover(to, left, options.watch);
  }
  const sinkPlan: SinkPlan = {
    key: to.key,
    sizeBytes: source.facts.sizeBytes,
    chunkBytes: plan.chunkBytes,
    isNew: options.isNew,
    ...(resume === undefined ? {} : { resumeId: resume.resumeId }),
  };
  return await holdSink(ports, options, {
    to,
    plan: sinkPlan,
    async body(sink) {
      const parts = { ports, options, source, plan, sink, resume };
      const outcome = await move(parts);
      return [outcome.state === "copied", outcome];
    },
  });
}

function chunksFor(
  options: CopyObjectOptions,
  source: StreamSource,
  resume: ResumePoint | undefined,
): ChunkPlan {
  const { sizeBytes, key } = source.facts;
  const plan = planChunks({
    sizeBytes,
    memoryBytes: options.memoryBytes,
    source: options.from.face,
    sink: options.to?.face ?? null,
    ...(resume === undefined ? {} : { chunkBytes: resume.chunkBytes }),
  });
  if (!isShortage(plan)) return plan;
  const { memoryBytes, copies = 1 } = options;
  throw new CopyRefusal({ key, sizeBytes, memoryBytes, copies, ...plan });
}

interface Move {
  readonly ports: CopyPorts;
  readonly options: CopyObjectOptions;
  readonly source: StreamSource;
  readonly plan: ChunkPlan;
  readonly sink: StreamSink | null;
  readonly resume: ResumePoint | undefined;
}

async function move(parts: Move): Promise<CopyOutcome> {
  const { ports, options, source, plan, sink } = parts;
  const expected = { ...source.stated, ...options.expected };
  const kinds = new Set<DigestKind>([
    ...options.digests,
    ...kindsOf(expected),
    ...(sink === null ? [] : ["crc64nvme" as const]),
    ...(sink?.states ?? []),
  ]);
  const tellsParts = sink !== null && (sink.parts === "must" ||
    sink.parts === "can" && options.tellsParts);
  const stream = ports.stream({
    sizeBytes: source.facts.sizeBytes,
    memoryBytes: plan.ringBytes,
    chunkBytes: plan.chunkBytes,
    digests: [...kinds],
    seed: options.seed,
    holds: sink?.holds ?? false,
    tellsParts,
  });
  try {
    await attach(parts, stream);
    stream.expect(expected);
    for (const [index, part] of parts.resume?.parts ?? []) {
      stream.known(index, part);
    }
    const { facts } = source;
    options.watch.begun(facts, sink?.resumeId ?? null, plan.chunkBytes);
    const counters = await watchStream(ports, {
      stream,
      partCount: tellsParts && options.tellsParts
        ? Math.ceil(facts.sizeBytes / plan.chunkBytes)
        : 0,
      signal: options.signal,
      watch: {
        part: (...told) => options.watch.part(...told),
        counters: (counters) =>
          options.watch.counters(withBuffers(parts, counters)),
      },
    });
    return await conclude(parts, stream, { counters, expected });
  } finally {
    await stream.close();
  }
}

async function attach(
  { options, source, plan, sink }: Move,
  stream: CopyStream,
): Promise<void> {
  const { attemptsMax, endpoint } = options;
  const { sourceDepth, sinkDepth } = plan;
  await source.attach(stream, { attemptsMax, endpoint, depth: sourceDepth });
  await sink?.attach(stream, { attemptsMax, endpoint, depth: sinkDepth });
}

interface Ended {
  readonly counters: StreamCounters;
  readonly expected: Digests;
}

async function conclude(
  parts: Move,
  stream: CopyStream,
  { counters, expected }: Ended,
): Promise<CopyOutcome> {
  const { options, ports, source, sink } = parts;
  const outcome = await stream.join();
  const { digests } = outcome;
  if (!outcome.ok) {
    const { failure } = outcome;
    const kind = failure.digest;
    if (kind !== null) {
      return {
        state: "differs",
        kind,
        witness: options.expected[kind] === undefined ? "source" : "manifest",
        stated: expected[kind] ?? "",
        found: digests[kind] ?? "",
      };
    }
    options.signal.throwIfAborted();
    const end = failure.end === "sink" && sink !== null ? sink : source;
    throw end.failure(failure);
  }
  await askAgain(ports, options, () => source.settle());
  const facts = sink === null ? source.facts : await publish(parts, sink, {
    digests,
    parts: sink.parts === "must" ? allParts(parts, stream) : [],
  });
  return {
    state: "copied",
    facts,
    digests,
    counters,
    memoryBytes: withBuffers(parts, counters).memoryPeakBytes,
    agreed: agreedOn(options.expected, source.stated),
  };
}

/** What both ends hold beside the ring is memory too. */
function withBuffers(
  { options, plan }: Move,
  counters: StreamCounters,
): StreamCounters {
  const buffersBytes = plan.sourceDepth * options.from.face.bufferBytes +
    plan.sinkDepth * (options.to?.face.bufferBytes ?? 0);
  return {
    ...counters,
    memoryBytes: counters.memoryBytes + buffersBytes,
    memoryPeakBytes: counters.memoryPeakBytes + buffersBytes,
  };
}

async function publish(
  { options, ports }: Move,
  sink: StreamSink,
  outcome: SinkOutcome,
): Promise<ObjectFacts> {
  if (sink.isRepeatable !== true) return await sink.publish(outcome);
  return await askAgain(ports, options, () => sink.publish(outcome));
}

function allParts({ source, plan }: Move, stream: CopyStream): StreamPart[] {
  const count = Math.ceil(source.facts.sizeBytes / plan.chunkBytes);
  return Array.from({ length: count }, (_, index) => stream.part(index));
}

function agreedOn(manifest: Digests, stated: Digests) {
  const entries = [
    ...kindsOf(stated).map((kind) => [kind, "source"] as const),
    ...kindsOf(manifest).map((kind) => [kind, "manifest"] as const),
  ];
  return Object.fromEntries(entries);
}

function kindsOf(digests: Digests): DigestKind[] {
  const kinds: readonly DigestKind[] = ["md5", "sha256", "crc32c", "crc64nvme"];
  return kinds.filter((kind) => digests[kind] !== undefined);
}
