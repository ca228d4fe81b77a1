/**
 * A store in memory that a script lane can drive, and that can be told to lie;
 * and the context of a lane over it, with a clock that a test moves.
 */
import {
  type CoreStamp,
  type ObjectLaneSpec,
  type ObjectSpaceSpec,
  type StatusName,
  type UnitFinding,
} from "../../../../ffi/mod.ts";
import type { KeptMemory } from "../../../../backends/store/sdk/kept_memory.ts";
import {
  KEY_STATE_BYTES,
  KeyStates,
} from "../../../../backends/store/sdk/key_states.ts";
import type { LaneContext } from "../../../../backends/store/sdk/lane_context.ts";
import {
  laneBuffer,
  LaneMemory,
} from "../../../../backends/store/sdk/lane_memory.ts";
import { runningChecksum } from "../../../../backends/checksum.ts";
import { FirstEnd } from "../../../../backends/store/sdk/first_end.ts";
import { OperationChoice } from "../../../../backends/store/sdk/operation_choice.ts";
import {
  type BodyRange,
  ClientFailure,
  type ListedPage,
  type PageRequest,
  type StatedChecksum,
  type StoreBody,
  type StoreClient,
  type StoreUpload,
} from "../../../../backends/store/sdk/store_client.ts";
import { objectLaneSpec, objectSpec } from "../../../ffi/core_fixture.ts";

/** How it lies; each is asked for one call. */
export interface Lies {
  /** Fails instead of answering. */
  fail?: (call: string, key: string) => StatusName | undefined;
  /** Carries a write out, and then fails. */
  failLate?: (call: string, key: string) => StatusName | undefined;
  body?: (bytes: Uint8Array<ArrayBuffer>, key: string) => Uint8Array;
  page?: (page: ListedPage) => ListedPage;
  /** What is stated with a whole body; nothing by default. */
  checksum?: (
    bytes: Uint8Array<ArrayBuffer>,
    key: string,
  ) => StatedChecksum | undefined;
  size?: (sizeBytes: number, key: string) => number;
  /** Says that it was done. */
  forget?: (call: string, key: string) => boolean;
}

export class MemoryStore implements StoreClient {
  readonly objects = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly uploads = new Set<string>();
  readonly calls: string[] = [];
  lies: Lies = {};
  isClosed = false;

  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#write("put", key, () => this.objects.set(key, bytes.slice()));
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    await this.#call("get", key);
    const whole = this.objects.get(key);
    if (whole === undefined) throw new ClientFailure("HTTP_NOT_FOUND");
    const told = this.lies.body?.(whole.slice(), key).slice() ?? whole;
    const bytes = range === null ? told : told.subarray(range.start, range.end);
    const checksum = range === null
      ? this.lies.checksum?.(bytes, key)
      : undefined;
    return {
      sizeBytes: bytes.length,
      ...(checksum !== undefined && { checksum }),
      chunks: (async function* () {
        for (let at = 0; at < bytes.length; at += 5000) {
          yield await Promise.resolve(bytes.subarray(at, at + 5000));
        }
      })(),
    };
  }

  async head(key: string): Promise<number> {
    await this.#call("head", key);
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new ClientFailure("HTTP_NOT_FOUND");
    return this.lies.size?.(bytes.length, key) ?? bytes.length;
  }

  async list({ after, prefix, limit }: PageRequest): Promise<ListedPage> {
    await this.#call("list", after);
    const keys = [...this.objects.keys()].sort()
      .filter((key) => key.startsWith(prefix) && key > after);
    const page = {
      entries: keys.slice(0, limit).map((key) => ({
        key,
        sizeBytes: this.objects.get(key)?.length ?? 0,
      })),
      isLast: keys.length <= limit,
    };
    return this.lies.page?.(page) ?? page;
  }

  delete(key: string): Promise<void> {
    return this.#write("delete", key, () => this.objects.delete(key));
  }

  async upload(key: string): Promise<StoreUpload> {
    await this.#call("upload", key);
    this.uploads.add(key);
    const parts = new Map<number, Uint8Array<ArrayBuffer>>();
    return {
      put: async (number, bytes) => {
        await this.#call(`part ${number}`, key);
        parts.set(number, bytes.slice());
      },
      complete: () =>
        this.#write("complete", key, () => {
          const sorted = [...parts].sort(([a], [b]) => a - b)
            .map(([, bytes]) => bytes);
          this.uploads.delete(key);
          this.objects.set(key, joined(sorted));
        }),
      abort: async () => {
        await this.#call("abort", key);
        this.uploads.delete(key);
      },
    };
  }

  close(): void {
    this.isClosed = true;
  }

  async #call(call: string, key: string): Promise<void> {
    this.calls.push(call);
    await Promise.resolve();
    const status = this.lies.fail?.(call, key);
    if (status !== undefined) throw new ClientFailure(status);
  }

  async #write(call: string, key: string, body: () => void): Promise<void> {
    await this.#call(call, key);
    if (this.lies.forget?.(call, key) !== true) body();
    const status = this.lies.failLate?.(call, key);
    if (status !== undefined) throw new ClientFailure(status);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export interface Rig {
  readonly context: LaneContext;
  readonly store: MemoryStore;
  readonly memory: LaneMemory;
  readonly states: KeyStates;
  readonly found: UnitFinding[];
  /** Milliseconds that somebody waited. */
  readonly waits: number[];
  /** Set it to end the lane. */
  isStopped: boolean;
}

export interface RigOptions {
  readonly stamp: CoreStamp;
  readonly spec?: Partial<ObjectLaneSpec>;
  readonly space?: Partial<ObjectSpaceSpec>;
  /** By generation, so that sizes tell generations apart. */
  readonly sizeBytes?: (index: number, generation: number) => number;
  readonly rig?: Pick<Rig, "store" | "states">;
  readonly kept?: KeptMemory;
}

export const PREFIX = "p/";

/** A lane over a store of its own, or over that of another rig. */
export function makeRig(options: RigOptions): Rig {
  const space = objectSpec(options.space);
  const spec = objectLaneSpec({ keyCount: space.keyCount, ...options.spec });
  const memory = new LaneMemory(laneBuffer());
  const states = options.rig?.states ?? new KeyStates(
    new SharedArrayBuffer(space.keyCount * KEY_STATE_BYTES),
  );
  const store = options.rig?.store ?? new MemoryStore();
  const found: UnitFinding[] = [];
  const waits: number[] = [];
  let nowNs = 1_000_000_000;
  const rig: Rig = {
    ...{ store, memory, states, found, waits },
    isStopped: false,
    context: {
      ...{ spec, space, memory, states, client: store, prefix: PREFIX },
      shape: {
        key: (index) => `${space.keyPrefix}${String(index).padStart(10, "0")}`,
        sizeBytes: options.sizeBytes ?? (() => 10_000),
      },
      stamp: options.stamp,
      sum: (kind) => {
        const sum = runningChecksum(kind);
        return { ...sum, [Symbol.dispose]: () => {} };
      },
      clock: {
        nowNs: () => nowNs += 1000,
        cpuNs: () => nowNs / 2,
        bucket: (ns) => Math.min(2047, Math.floor(ns / 1000)),
        wait: (ms) => {
          waits.push(ms);
          nowNs += ms * 1e6;
          return new Promise((resolve) => setTimeout(resolve, 0));
        },
      },
      choice: new OperationChoice(spec),
      firstEnd: new FirstEnd(FirstEnd.buffer()),
      busy: new Set(),
      isStopped: () => rig.isStopped,
      onFindings: (findings) => found.push(...findings),
      ...(options.kept && { kept: options.kept }),
    },
  };
  return rig;
}

/** Class and key of each finding, in order. */
export function classesOf(rig: Rig): string[] {
  return rig.found.map((one) => `${one.class} ${one.op} ${one.file}`);
}
