/**
 * Reads a data set as a training run does: epochs of batches, shared among
 * workers that compute on each. Goes in: a reader, the planned step; come out:
 * what each epoch was, and whether each sample came exactly once.
 *
 * Design. Workers of one epoch are loops of one thread that wait for storage
 * and for their emulated accelerator; the next epoch begins when the last of
 * them has ended, as a barrier of a training run does it.
 */
import {
  type AcceleratorUse,
  acceleratorUse,
  type LoaderStep as Step,
  meanUtilisation,
} from "./accelerator_use.ts";
import { DeliveryLedger } from "./delivery_ledger.ts";
import { planEpoch, type SampleAddress } from "./epoch.ts";
import type { LoaderLane } from "./loader_lanes.ts";
import type { EpochReport, PrefetchReport } from "./loader_report.ts";
import type { LruCache } from "./lru_cache.ts";
import type { PlannedLoaderStep } from "./planned_loader.ts";
import { Prefetcher } from "./prefetcher.ts";
import type { SampleReader } from "./sample_reader.ts";
import type { SampleSet } from "./sample_set.ts";
import { hexToU64 } from "../mod.ts";

export interface ReadEpochsOptions {
  readonly step: PlannedLoaderStep;
  readonly set: SampleSet;
  readonly reader: SampleReader;
  readonly cache: LruCache | null;
  readonly nowNs: () => number;
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
  /** Now and then, while samples are delivered. */
  watch(): void;
}

/** Grows while epochs end; read it at any time. */
export class EpochReads {
  readonly epochs: EpochReport[] = [];
  readonly prefetch = { hits: 0, lates: 0, aheadPeak: 0, dropped: 0 };
  delivered = 0;
  /** Of the first epoch: no put of them was acknowledged. */
  unacknowledged = 0;
  readonly #options: ReadEpochsOptions;
  readonly #uses: AcceleratorUse[][] = [];

  constructor(options: ReadEpochsOptions) {
    this.#options = options;
  }

  /** Of whole epochs; `null` where a worker had one batch alone. */
  get utilisation(): number | null {
    return meanUtilisation(this.#uses);
  }

  prefetchReport(): PrefetchReport | null {
    const depth = this.#options.step.prefetch;
    return depth === 0 ? null : { depth, ...this.prefetch };
  }

  /** Fails with what storage failed with, once no worker runs any more. */
  async run(
    lanes: readonly LoaderLane[],
    signal: AbortSignal,
  ): Promise<void> {
    const { step } = this.#options;
    for (let epoch = 0; epoch < step.epochs && !signal.aborted; epoch++) {
      await this.#epoch(epoch, lanes, signal);
    }
  }

  async #epoch(
    epoch: number,
    lanes: readonly LoaderLane[],
    signal: AbortSignal,
  ): Promise<void> {
    const { cache, nowNs, set } = this.#options;
    const ledger = new DeliveryLedger(set.sourceCounts);
    const before = { ...cache?.metrics };
    const startNs = nowNs();
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
    const ends = await Promise.allSettled(lanes.map(async (lane) => {
      try {
        return await new WorkerRun(this.#options, { lane, epoch, ledger })
          .run(lanes.length, both);
      } catch (error) {
        failed.abort();
        throw error;
      }
    }));
    const workers = ends.flatMap((end) =>
      end.status === "fulfilled" ? [end.value] : []
    );
    for (const worker of workers) this.#addPrefetch(worker);
    if (epoch === 0) {
      this.unacknowledged = workers.reduce(
        (total, { unwritten }) => total + unwritten,
        0,
      );
    }
    const failure = ends.find((end) => end.status === "rejected");
    const gaps = ledger.gaps();
    this.delivered += gaps.deliveredCount;
    const sum = (of: (worker: WorkerEnd) => number) =>
      workers.reduce((total, worker) => total + of(worker), 0);
    const uses = workers.map(({ steps, elapsedNs }) =>
      acceleratorUse({ steps, elapsedNs })
    );
    const dropped = sum((one) => one.dropped + one.unwanted);
    const skipped = sum((one) => one.skipped);
    const rates = uses.map(({ samplesPerSecond }) => samplesPerSecond);
    this.epochs.push({
      delivered: gaps.deliveredCount,
      ...{ skipped, dropped },
      batches: sum(({ steps }) => steps.length),
      hits: (cache?.metrics.hits ?? 0) - (before.hits ?? 0),
      misses: (cache?.metrics.misses ?? 0) - (before.misses ?? 0),
      startNs,
      durationNs: nowNs() - startNs,
      utilisation: meanUtilisation([uses]),
      samplesPerSecond: rates.some((rate) => rate === null)
        ? null
        : rates.reduce((total: number, rate) => total + (rate ?? 0), 0),
    });
    if (failure !== undefined) throw failure.reason;
    if (signal.aborted) return;
    this.#uses.push(uses);
    const { missingCount, repeatedCount, strangerCount } = gaps;
    if (
      repeatedCount > 0 || strangerCount > 0 ||
      missingCount !== dropped + skipped
    ) {
      throw new Error(
        `Epoch ${epoch} delivered ${repeatedCount} samples twice and left ` +
          `${missingCount} out, where ${dropped + skipped} were to be`,
      );
    }
  }

  #addPrefetch({ prefetch }: WorkerEnd): void {
    const sums = this.prefetch;
    sums.hits += prefetch.hits;
    sums.lates += prefetch.lates;
    sums.dropped += prefetch.dropped;
    sums.aheadPeak = Math.max(sums.aheadPeak, prefetch.aheadPeak);
  }
}

interface WorkerEnd {
  readonly steps: readonly Step[];
  readonly elapsedNs: number;
  readonly skipped: number;
  readonly dropped: number;
  /** Nobody was told that they are there. */
  readonly unwritten: number;
  /** Not asked for, those among them. */
  readonly unwanted: number;
  readonly prefetch: Omit<PrefetchReport, "depth">;
}

/** Timers of the runtime count whole milliseconds, and one more. */
const TIMER_LATE_MS = 1;

const NOTHING_AHEAD = { hits: 0, lates: 0, aheadPeak: 0, dropped: 0 };

type NextSample = (address: SampleAddress) => Promise<Uint8Array | null>;

/** One worker in one epoch. */
class WorkerRun {
  readonly #options: ReadEpochsOptions;
  readonly #of: {
    readonly lane: LoaderLane;
    readonly epoch: number;
    readonly ledger: DeliveryLedger;
  };
  readonly #steps: Step[] = [];
  #skipped = 0;

  constructor(options: ReadEpochsOptions, of: {
    readonly lane: LoaderLane;
    readonly epoch: number;
    readonly ledger: DeliveryLedger;
  }) {
    this.#options = options;
    this.#of = of;
  }

  async run(workersCount: number, signal: AbortSignal): Promise<WorkerEnd> {
    const { nowNs, reader, set, sleepMs, step } = this.#options;
    const { epoch, lane } = this.#of;
    const { batches, droppedCount } = planEpoch({
      sourceCounts: set.sourceCounts,
      seed: step.orderSeed === null ? null : hexToU64(step.orderSeed),
      ...{ epoch, workersCount },
      worker: lane.spec.lane,
      batchSamples: step.batchSamples,
      lastBatch: step.lastBatch,
    });
    const wanted = batches.map((batch) =>
      batch.filter((address) => this.#isWanted(set.numberOf(address)))
    );
    const fetch: NextSample = (address) =>
      reader.fetch(set.numberOf(address), lane);
    const ahead = step.prefetch === 0 ? null : new Prefetcher({
      items: wanted.flat(),
      depth: step.prefetch,
      fetch,
      // The thread is idle while an accelerator computes.
      ...(step.computeNs > 0
        ? { later: (start) => void sleepMs(0, signal).then(start) }
        : {}),
    });
    const startNs = nowNs();
    try {
      const next: NextSample = ahead === null
        ? fetch
        : async () => (await ahead.next())?.value ?? null;
      for (const batch of wanted) {
        if (signal.aborted) break;
        if (batch.length > 0) await this.#batch(batch, next, signal);
      }
    } finally {
      await ahead?.stop();
    }
    return {
      steps: this.#steps,
      elapsedNs: nowNs() - startNs,
      skipped: this.#skipped,
      dropped: droppedCount,
      unwritten: batches.flat()
        .filter((address) => !reader.isWritten(set.numberOf(address))).length,
      unwanted: batches.flat().length - wanted.flat().length,
      prefetch: ahead?.metrics ?? NOTHING_AHEAD,
    };
  }

  #isWanted(number: number): boolean {
    const { reader, step } = this.#options;
    return reader.isWritten(number) &&
      (step.only === null || step.only === number);
  }

  async #batch(
    batch: readonly SampleAddress[],
    next: NextSample,
    signal: AbortSignal,
  ): Promise<void> {
    const { nowNs, reader, set, step, watch } = this.#options;
    const { lane, ledger } = this.#of;
    const startNs = nowNs();
    const held: Uint8Array[] = [];
    for (const address of batch) {
      if (signal.aborted) return;
      const bytes = await next(address);
      if (bytes !== null) held.push(bytes);
      const number = set.numberOf(address);
      const tensor = bytes && reader.decode(number, lane, bytes);
      if (tensor === null) this.#skipped++;
      else ledger.note(address);
    }
    const loadedNs = nowNs();
    if (step.computeNs > 0) await this.#compute(loadedNs, signal);
    // Not before: an accelerator computes on what the batch holds.
    for (const bytes of held) reader.release(bytes);
    // Waking up late is no computing: it would flatter the storage.
    const computeNs = Math.min(step.computeNs, nowNs() - loadedNs);
    this.#steps.push({
      loadNs: loadedNs - startNs,
      computeNs,
      samples: batch.length,
    });
    watch();
  }

  /** Timers are late, and accelerators are not. */
  async #compute(startNs: number, signal: AbortSignal): Promise<void> {
    const { nowNs, sleepMs, step } = this.#options;
    const leftMs = () => (startNs + step.computeNs - nowNs()) / 1e6;
    await sleepMs(Math.max(0, leftMs() - TIMER_LATE_MS), signal);
    const restMs = Math.ceil(leftMs());
    if (restMs > 0) await sleepMs(restMs, signal);
  }
}
