/**
 * Saves and restores checkpoints: all shards of one at once, as many at a time
 * as there are workers. Goes in: what was planned and a place; come out: what
 * was acknowledged, told to the journal, or what each shard was found to hold.
 */
import type { UnitFinding } from "../../../backends/mod.ts";
import type { CheckpointsAsked } from "../../profile/mod.ts";
import type { LoaderLane } from "./loader_lanes.ts";
import type { LoaderCore, LoaderSite } from "./loader_ports.ts";
import type { PlannedLoaderStep, PlannedSamples } from "./planned_loader.ts";
import { sampleFinding } from "./sample_damage.ts";
import { storageKind } from "./storage_failure.ts";

const UNIT_BYTES = 4096;
const PIECE_BYTES = 256 * UNIT_BYTES;
/** Stamps of shards: their own key, so that samples never look like them. */
const SHARD_KEY_TURN = 0x5bd1_e995n;

export interface CheckpointOptions {
  readonly planned: PlannedSamples & {
    readonly checkpoints: CheckpointsAsked;
  };
  readonly runId: string;
  readonly step: PlannedLoaderStep;
  readonly site: LoaderSite;
  readonly core: LoaderCore;
  /** A shard was acknowledged. */
  saved(shard: number): void;
  readonly nowNs: () => number;
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
  /** Shards that were acknowledged; `null`: all of them. */
  readonly acknowledged: ReadonlySet<number> | null;
  /** Number of the first shard among samples and shards, for findings. */
  readonly firstNumber: number;
}

/** Name of a shard below the prefix of the plan. */
export function shardName(shard: number, shards: number): string {
  const checkpoint = Math.floor(shard / shards);
  return `checkpoint-${String(checkpoint).padStart(4, "0")}/` +
    `${String(shard % shards).padStart(4, "0")}.shard`;
}

/** Saves or restores; what was done is in its fields. */
export class CheckpointBursts {
  done = 0;
  missing = 0;
  truncated = 0;
  corrupt = 0;
  unacknowledged = 0;
  readonly #options: CheckpointOptions;
  readonly #runKey: string;

  constructor(options: CheckpointOptions) {
    this.#options = options;
    const key = BigInt(`0x${options.planned.runKey}`) ^ SHARD_KEY_TURN;
    this.#runKey = key.toString(16).padStart(16, "0");
  }

  /** Fails with the first failure of the world, once nothing is under way. */
  async run(
    lanes: readonly LoaderLane[],
    signal: AbortSignal,
  ): Promise<void> {
    const { planned, sleepMs, step } = this.#options;
    const { count, shards } = planned.checkpoints;
    for (let burst = 0; burst < count && !signal.aborted; burst++) {
      await this.#burst(burst * shards, lanes, signal);
      const isLast = burst + 1 === count;
      if (!isLast && step.computeNs > 0) {
        await sleepMs(step.computeNs / 1e6, signal);
      }
    }
  }

  async #burst(
    first: number,
    lanes: readonly LoaderLane[],
    signal: AbortSignal,
  ): Promise<void> {
    const { planned, step } = this.#options;
    const numbers = Array.from(
      { length: planned.checkpoints.shards },
      (_, index) => first + index,
    ).values();
    const failures: unknown[] = [];
    await Promise.all(lanes.map(async (lane) => {
      for (const shard of numbers) {
        if (signal.aborted || failures.length > 0) return;
        try {
          if (step.op === "save") await this.#save(shard, lane, signal);
          else await this.#restore(shard, lane, signal);
        } catch (error) {
          failures.push(error);
        }
      }
    }));
    if (failures.length > 0) throw failures[0];
  }

  async #save(
    shard: number,
    lane: LoaderLane,
    signal: AbortSignal,
  ): Promise<void> {
    const { firstNumber, site } = this.#options;
    const { shardBytes } = this.#options.planned.checkpoints;
    const write = lane.begun("write", firstNumber + shard);
    try {
      await site.putPieces(this.#key(shard), this.#pieces(shard, signal));
    } catch (error) {
      // The source of the pieces ended them: nothing of it is visible.
      if (signal.aborted) return;
      write.failed(error);
      throw error;
    }
    write.done(shardBytes);
    lane.cover("Written", shardBytes);
    this.#options.saved(shard);
    this.done++;
  }

  async *#pieces(
    shard: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const { core } = this.#options;
    const { shardBytes } = this.#options.planned.checkpoints;
    for (let at = 0; at < shardBytes; at += PIECE_BYTES) {
      signal.throwIfAborted();
      const sizeBytes = Math.min(PIECE_BYTES, shardBytes - at);
      yield await Promise.resolve(
        core.stamp(this.#stamp(shard, at), sizeBytes),
      );
    }
  }

  #stamp(shard: number, atByte: number) {
    const { runId } = this.#options;
    return {
      runKey: this.#runKey,
      runId,
      tag: shard,
      unit: atByte / UNIT_BYTES,
    };
  }

  #key(shard: number): string {
    const { planned } = this.#options;
    return planned.keyPrefix + shardName(shard, planned.checkpoints.shards);
  }

  async #restore(
    shard: number,
    lane: LoaderLane,
    signal: AbortSignal,
  ): Promise<void> {
    const { acknowledged, site, step, firstNumber } = this.#options;
    if (step.only !== null && step.only !== firstNumber + shard) return;
    if (acknowledged !== null && !acknowledged.has(shard)) {
      this.unacknowledged++;
      return;
    }
    const read = lane.begun("read", firstNumber + shard);
    const judge = new ShardJudge(this.#options, lane, {
      number: firstNumber + shard,
      stampAt: (atByte) => this.#stamp(shard, atByte),
    });
    try {
      for await (const piece of await site.getPieces(this.#key(shard))) {
        if (signal.aborted) return;
        judge.add(piece);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (storageKind(error) !== "NotFound") {
        read.failed(error);
        throw error;
      }
      judge.lost();
      this.missing++;
      return;
    }
    const verdict = judge.end();
    read.done(judge.readBytes);
    if (verdict === "right") this.done++;
    else this[verdict]++;
  }
}

interface JudgedShard {
  readonly number: number;
  stampAt(atByte: number): Parameters<LoaderCore["judge"]>[0];
}

/** Holds the bytes of one shard against their stamps as they come. */
class ShardJudge {
  readBytes = 0;
  readonly #options: CheckpointOptions;
  readonly #lane: LoaderLane;
  readonly #shard: JudgedShard;
  readonly #buffer = new Uint8Array(PIECE_BYTES);
  #filled = 0;
  #judgedBytes = 0;
  #bad = 0;

  constructor(
    options: CheckpointOptions,
    lane: LoaderLane,
    shard: JudgedShard,
  ) {
    this.#options = options;
    this.#lane = lane;
    this.#shard = shard;
  }

  add(piece: Uint8Array): void {
    this.readBytes += piece.length;
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + PIECE_BYTES - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === PIECE_BYTES) this.#judge();
    }
  }

  lost(): void {
    this.#found([{ class: "lost", offsetBytes: 0 }]);
  }

  end(): "right" | "truncated" | "corrupt" {
    const { shardBytes } = this.#options.planned.checkpoints;
    this.#judge();
    this.#lane.cover("Read", this.readBytes);
    this.#lane.cover("Compared", Math.min(this.readBytes, shardBytes));
    if (this.readBytes === shardBytes) {
      return this.#bad > 0 ? "corrupt" : "right";
    }
    const isShort = this.readBytes < shardBytes;
    this.#found([{
      class: isShort ? "truncated" : "foreign",
      firstBadByte: Math.min(this.readBytes, shardBytes),
    }]);
    return isShort ? "truncated" : "corrupt";
  }

  /** Whole units by their stamps; what is cut by what was written there. */
  #judge(): void {
    const { core } = this.#options;
    const { shardBytes } = this.#options.planned.checkpoints;
    const at = this.#judgedBytes;
    const there = Math.min(this.#filled, Math.max(0, shardBytes - at));
    const whole = there - there % UNIT_BYTES;
    this.#judgedBytes += this.#filled;
    this.#filled = 0;
    if (whole > 0) {
      const bytes = this.#buffer.subarray(0, whole);
      this.#found(
        core.judge(this.#shard.stampAt(at), bytes).map((finding) => ({
          ...finding,
          offsetBytes: at + finding.offsetBytes,
        })),
      );
    }
    if (there === whole) return;
    // Headers know their place in a write: the piece is made as it was.
    const expected = core.stamp(this.#shard.stampAt(at), there)
      .subarray(whole);
    const firstBadByte = expected.findIndex((byte, index) =>
      byte !== this.#buffer[whole + index]
    );
    if (firstBadByte < 0) return;
    const offsetBytes = at + whole;
    // One wrong bit at least: what it is, a cut unit does not tell.
    this.#found([
      { class: "foreign", firstBadByte, offsetBytes, badBytes: 1, badBits: 1 },
    ]);
  }

  #found(
    findings: readonly (Pick<UnitFinding, "class"> & Partial<UnitFinding>)[],
  ): void {
    this.#bad += findings.length;
    const place = {
      sample: this.#shard.number,
      lane: this.#lane.spec.lane,
      timeNs: this.#options.nowNs(),
      offsetBytes: 0,
    };
    this.#lane.found(findings.map((finding) => ({
      ...sampleFinding(place, finding),
      op: "read",
      file: place.sample,
      lane: place.lane,
      timeNs: place.timeNs,
    })));
  }
}
