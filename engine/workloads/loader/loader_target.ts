/**
 * The samples and checkpoints of one target from its first step over them to
 * the end of the run: what was acknowledged is known to all later steps. Goes
 * in: what was planned, and ports; come out: lanes of a step, and its report.
 */
import { isWorldError } from "../mod.ts";
import { CheckpointBursts, shardName } from "./checkpoint_bursts.ts";
import { LoaderLanes } from "./loader_lanes.ts";
import type { LoaderJournal, LoaderPorts, LoaderSite } from "./loader_ports.ts";
import { cacheReport, compressionOf, warmHitRate } from "./cache_report.ts";
import type { LoaderReport } from "./loader_report.ts";
import { LruCache } from "./lru_cache.ts";
import type { PlannedLoaderStep, PlannedSamples } from "./planned_loader.ts";
import { EpochReads } from "./read_epochs.ts";
import { journalHead, readJournal, shardLine } from "./sample_journal.ts";
import type { IndexedSample } from "./sample_index.ts";
import { SampleBuffers } from "./sample_buffers.ts";
import { type ReadCounts, SampleReader } from "./sample_reader.ts";
import { SampleSet } from "./sample_set.ts";
import { writeSamples } from "./write_samples.ts";
import { LatencyBook } from "./latency_book.ts";

export interface LoaderTargetOptions {
  readonly planned: PlannedSamples;
  readonly runId: string;
  readonly target: string;
  readonly ports: LoaderPorts;
  /** `recover`: an earlier run wrote them, and its journal knows what. */
  readonly mode: "create" | "recover";
  readonly nowNs: () => number;
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

/** A step that can be run. */
export interface LoaderLoad {
  readonly lanes: LoaderLanes;
  /** Of cache hits, so far. */
  readonly hits: LatencyBook;
  report(isStopped: boolean): LoaderReport;
}

const NO_READS: ReadCounts = {
  ...{ missing: 0, truncated: 0, corrupt: 0, storedBytes: 0, plainBytes: 0 },
};

/** Opens nothing until the first step. */
export class LoaderTarget {
  readonly #options: LoaderTargetOptions;
  readonly #set: SampleSet | null;
  readonly #samples: (IndexedSample | null)[];
  #shards = new Set<number>();
  #journal: LoaderJournal | null = null;

  /** Fails with a `RangeError` for a codec that is not there. */
  constructor(options: LoaderTargetOptions) {
    this.#options = options;
    const { planned, ports: { core }, runId } = options;
    const { samples } = planned;
    this.#set = samples === null
      ? null
      : new SampleSet({ ...planned, samples }, { runId, core });
    this.#samples = Array.from({ length: this.#set?.count ?? 0 }, () => null);
  }

  /** Name of a sample or a shard by its number among both. */
  keyName(number: number): string {
    const { keyPrefix, checkpoints } = this.#options.planned;
    const set = this.#set;
    const count = set?.count ?? 0;
    if (number >= count || set === null) {
      return keyPrefix + shardName(number - count, checkpoints?.shards ?? 1);
    }
    const file = keyPrefix + (set.files[set.fileOf(number)]?.name ?? "");
    return set.format.isShard
      ? `${file}, sample ${set.sampleKey(number)}`
      : file;
  }

  /** Fails with an error of the world where the journal cannot be opened. */
  load(step: PlannedLoaderStep): LoaderLoad {
    this.#open();
    return step.op === "write" || step.op === "read"
      ? this.#ofSamples(step)
      : this.#ofCheckpoints(step);
  }

  close(): void {
    this.#journal?.close();
    this.#journal = null;
  }

  #open(): void {
    if (this.#journal !== null) return;
    const { ports, target, runId, mode } = this.#options;
    const journal = ports.journal(target);
    this.#journal = journal;
    const { files, shards } = readJournal(journal.text(), runId);
    for (const [file, samples] of files) this.#acknowledge(file, samples);
    this.#shards = new Set(shards);
    if (mode === "create" && journal.text() === "") {
      journal.append(journalHead(runId));
    }
  }

  #acknowledge(file: number, samples: readonly IndexedSample[]): void {
    const first = this.#set?.files[file]?.first ?? 0;
    samples.forEach((sample, index) => this.#samples[first + index] = sample);
  }

  #ofSamples(step: PlannedLoaderStep): LoaderLoad {
    const set = this.#set;
    if (set === null) throw new TypeError(`Step "${step.name}" has no samples`);
    return step.op === "write" ? this.#write(step, set) : this.#read(step, set);
  }

  #write(step: PlannedLoaderStep, set: SampleSet): LoaderLoad {
    let [storedBytes, plainBytes, done] = [0, 0, 0];
    const lanes = this.#lanes(step, (lanes, signal) =>
      writeSamples(
        {
          set,
          ...this.#place(),
          journal: this.#openJournal(),
          wrote: (file, samples) => {
            this.#acknowledge(file, samples);
            done += samples.length;
            for (const sample of samples) {
              storedBytes += sample.sizeBytes;
              plainBytes += sample.plainBytes;
            }
          },
        },
        lanes,
        signal,
      ));
    return {
      lanes,
      hits: new LatencyBook(),
      report: (isStopped) => ({
        ...this.#base(step, isStopped),
        done,
        compression: compressionOf(plainBytes, storedBytes),
      }),
    };
  }

  #read(step: PlannedLoaderStep, set: SampleSet): LoaderLoad {
    const { nowNs, ports, sleepMs } = this.#options;
    const buffers = new SampleBuffers();
    const cache = this.#cache(step, buffers);
    const reader = new SampleReader({
      ...{ set, nowNs, cache, buffers },
      ...this.#place(),
      samples: this.#samples,
      core: ports.core,
      onTrouble: step.onTrouble,
    });
    let residentMax = ports.residentBytes();
    const before = residentMax;
    const reads = new EpochReads({
      ...{ step, set, reader, cache, nowNs },
      sleepMs: (ms, signal) => sleepMs(ms, signal),
      watch: () => residentMax = Math.max(residentMax, ports.residentBytes()),
    });
    const lanes = this.#lanes(
      step,
      (lanes, signal) => reads.run(lanes, signal),
    );
    return {
      lanes,
      hits: reader.hits,
      report: (isStopped) => {
        const { storedBytes, plainBytes, ...trouble } = reader.counts;
        return {
          ...this.#base(step, isStopped),
          ...{ trouble, done: reads.delivered, epochs: reads.epochs },
          compression: compressionOf(plainBytes, storedBytes),
          unacknowledged: reads.unacknowledged,
          cache: cacheReport(step, cache),
          prefetch: reads.prefetchReport(),
          utilisation: reads.utilisation,
          hitRate: warmHitRate(reads, cache),
          residentBytesBefore: before,
          residentBytesMax: residentMax,
        };
      },
    };
  }

  #ofCheckpoints(step: PlannedLoaderStep): LoaderLoad {
    const { mode, nowNs, planned, ports, runId, sleepMs } = this.#options;
    const { checkpoints } = planned;
    if (checkpoints === null) {
      throw new TypeError(`Step "${step.name}" has no checkpoints`);
    }
    const journal = this.#openJournal();
    const bursts = new CheckpointBursts({
      planned: { ...planned, checkpoints },
      ...{ runId, step, nowNs },
      ...this.#place(),
      core: ports.core,
      saved: (shard) => {
        journal.append(shardLine(shard));
        this.#shards.add(shard);
      },
      sleepMs: (ms, signal) => sleepMs(ms, signal),
      acknowledged: mode === "recover" || step.op === "restore"
        ? this.#shards
        : null,
      firstNumber: this.#set?.count ?? 0,
    });
    return {
      lanes: this.#lanes(step, (lanes, signal) => bursts.run(lanes, signal)),
      hits: new LatencyBook(),
      report: (isStopped) => ({
        ...this.#base(step, isStopped),
        samples: checkpoints.count * checkpoints.shards,
        ...{ format: "shard", content: "stamps", codec: "none" },
        done: bursts.done,
        unacknowledged: bursts.unacknowledged,
        trouble: {
          missing: bursts.missing,
          truncated: bursts.truncated,
          corrupt: bursts.corrupt,
        },
      }),
    };
  }

  #place(): { readonly site: LoaderSite; readonly keyPrefix: string } {
    const { planned, ports, target } = this.#options;
    return { site: ports.site(target), keyPrefix: planned.keyPrefix };
  }

  #openJournal(): LoaderJournal {
    if (this.#journal !== null) return this.#journal;
    throw new TypeError("The journal of a target is not open");
  }

  #lanes(
    step: PlannedLoaderStep,
    body: ConstructorParameters<typeof LoaderLanes>[0]["body"],
  ): LoaderLanes {
    const { nowNs, ports } = this.#options;
    return new LoaderLanes({
      count: step.lanes.length,
      ...{ body, nowNs },
      counters: () => ports.core.counters(),
      isWorld: isWorldError,
    });
  }

  #cache(
    { cache }: PlannedLoaderStep,
    buffers: SampleBuffers,
  ): LruCache | null {
    if (cache === null) return null;
    const { core } = this.#options.ports;
    const sizes = this.#samples.map((sample) => sample?.plainBytes ?? 0);
    return new LruCache({
      limitBytes: cache.limitBytes,
      sampleBytesMax: sizes.reduce((most, one) => Math.max(most, one), 0),
      keyCharactersMax: 0,
      buffers,
      nowNs: this.#options.nowNs,
      ...(cache.ttlNs === null ? {} : { ttlNs: cache.ttlNs }),
      ...(cache.codec === "none" ? {} : { codec: core.codec(cache.codec, 3) }),
    });
  }

  #base(step: PlannedLoaderStep, isStopped: boolean): LoaderReport {
    const { client, samples } = this.#options.planned;
    const resident = this.#options.ports.residentBytes();
    return {
      op: step.op,
      client,
      workers: step.lanes.length,
      samples: samples?.count ?? 0,
      format: samples?.format ?? "",
      content: samples?.content ?? "",
      codec: samples?.codec ?? "none",
      done: 0,
      compression: null,
      unacknowledged: 0,
      trouble: NO_READS,
      epochs: [],
      cache: null,
      prefetch: null,
      computeNs: step.computeNs,
      utilisation: null,
      hitRate: null,
      residentBytesBefore: resident,
      residentBytesMax: resident,
      isStopped,
    };
  }
}
