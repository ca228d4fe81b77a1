/**
 * What bodies of `loader.*` are handed in a test: an honest memory that takes
 * its time, a codec, and parts that are right or wrong in one way.
 */
import { MemBackend } from "../../backends/mem.ts";
import type { ByteRange } from "../../backends/mod.ts";
import type { CaseEnv } from "../../engine/cases/case.ts";
import type {
  FrameworkAnswer,
  FrameworkRequest,
  LoaderCasePorts,
} from "../../engine/cases/mod.ts";
import {
  LOADER_PARTS,
  type LoaderParts,
} from "../../engine/cases/loader/loader_parts.ts";
import type { SampleCodec } from "../../engine/workloads/loader/mod.ts";
import { caseEnv } from "./case_fixture.ts";
import { CORE } from "../engine/workloads/table/parquet/parquet_fixture.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** Runs of one byte become two; what gets no smaller keeps a mark. */
export const RUN_LENGTHS: SampleCodec = {
  name: "runs",
  compress(bytes) {
    const runs: number[] = [];
    for (let at = 0; at < bytes.length;) {
      let length = 1;
      while (length < 255 && bytes[at + length] === bytes[at]) length++;
      runs.push(length, bytes[at] ?? 0);
      at += length;
    }
    return runs.length < bytes.length
      ? Uint8Array.from([1, ...runs])
      : Uint8Array.from([0, ...bytes]);
  },
  decompress(stored, plainBytes) {
    if (stored[0] === 0) return stored.slice(1);
    const plain = new Uint8Array(plainBytes);
    let at = 0;
    for (let run = 1; run < stored.length; run += 2) {
      const length = stored[run] ?? 0;
      plain.fill(stored[run + 1] ?? 0, at, at + length);
      at += length;
    }
    return plain;
  },
};

/** A sixth of any bytes, and back: for ratios alone. */
export function shrinkingCodec(times: number): SampleCodec {
  const kept = new Map<string, Uint8Array>();
  return {
    name: "shelf",
    compress(bytes) {
      const number = kept.size + 1;
      const stored = new Uint8Array(Math.ceil(bytes.length / times));
      new DataView(stored.buffer).setUint32(0, number);
      kept.set(`${number}`, bytes.slice());
      return stored;
    },
    decompress(stored) {
      const view = new DataView(stored.buffer, stored.byteOffset);
      return kept.get(`${view.getUint32(0)}`)?.slice() ?? new Uint8Array();
    },
  };
}

const READ_MS = 1;

/** Each read takes a millisecond of a time that nobody waits for. */
class TimedMemory extends MemBackend {
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    super({ url: "mem:" });
    this.#clock = clock;
  }

  override async get(key: string): Promise<Uint8Array> {
    await this.#clock.sleepMs(READ_MS);
    return await super.get(key);
  }

  override async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    await this.#clock.sleepMs(READ_MS);
    return await super.getRange(key, range);
  }
}

/** Ports of a host on which nothing is held and no framework is there. */
export function loaderPorts(
  options: Partial<LoaderCasePorts> = {},
  clock: VirtualClock = new VirtualClock(),
): LoaderCasePorts {
  return {
    nowNs: clock.nowNs,
    sleepMs: clock.sleepMs,
    codec: RUN_LENGTHS,
    heldBytes: () => Promise.resolve(0),
    python: pythonSaying({ state: "absent", reason: "No python3" }),
    pages: () => CORE,
    ...options,
  };
}

/** A host that gives one answer, and remembers what it was asked. */
export function pythonSaying(answer: FrameworkAnswer) {
  const asked: FrameworkRequest[] = [];
  return {
    asked,
    read(request: FrameworkRequest): Promise<FrameworkAnswer> {
      asked.push(request);
      return Promise.resolve(answer);
    },
  };
}

/** A case on a memory with a time of its own. */
export function loaderEnv(options: Partial<LoaderCasePorts> = {}): CaseEnv {
  const clock = new VirtualClock();
  return caseEnv({
    backend: new TimedMemory(clock),
    loader: loaderPorts(options, clock),
  });
}

/** The usual parts but for those given. */
export function wrongParts(parts: Partial<LoaderParts>): LoaderParts {
  return { ...LOADER_PARTS, ...parts };
}
