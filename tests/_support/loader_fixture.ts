/** Training data in memory: what is planned, ports, and what came of a step. */
import type { LoaderRecording } from "../../engine/recorder/mod.ts";
import type {
  LoaderPorts,
  LoaderReport,
  LoaderSite,
  PlannedLoaderStep,
  PlannedSamples,
} from "../../engine/workloads/loader/mod.ts";
import { crc32 } from "../../engine/workloads/loader/reflected_crc.ts";
import { sampleFinding } from "../../engine/workloads/loader/sample_damage.ts";
import { CORE } from "../engine/workloads/table/parquet/parquet_fixture.ts";
import { laneCounters } from "./recording_fixture.ts";

const UNIT_BYTES = 4096;

/** As the backends name it. */
class NotThere extends Error {
  override readonly name = "StorageError";
  readonly kind = "NotFound";
}

/** Ten samples of 5000 bytes in two sources; two checkpoints of two shards. */
export function plannedSamples(
  changes: Partial<NonNullable<PlannedSamples["samples"]>> = {},
): PlannedSamples {
  return {
    keyPrefix: "sv-0123456789abcdef-samples/",
    seed: "00000000000000aa",
    runKey: "00000000000000bb",
    samples: {
      count: 10,
      sizes: { kind: "fixed", bytes: 5000 },
      format: "npy",
      perFile: 1,
      sources: 2,
      content: "stamps",
      codec: "none",
      level: 3,
      ...changes,
    },
    checkpoints: { count: 2, shards: 2, shardBytes: 10_000 },
    client: "memory",
  };
}

/** Reads one epoch in order, one worker, batches of four. */
export function loaderStep(
  changes: Partial<PlannedLoaderStep> = {},
): PlannedLoaderStep {
  return {
    kind: "loader",
    name: "train",
    op: "read",
    openLoop: false,
    io: "memory",
    lanes: [{ lane: 0, depth: 1, verify: true }],
    bytes: null,
    ops: 10,
    durationNs: null,
    epochs: 1,
    batchSamples: 4,
    lastBatch: "keep",
    orderSeed: null,
    prefetch: 0,
    cache: null,
    computeNs: 0,
    onTrouble: "skip",
    only: null,
    ...changes,
  };
}

/** Stamps that differ by tag and unit; judged by making them again. */
function stamp(tag: number, unit: number, sizeBytes: number) {
  return Uint8Array.from({ length: sizeBytes }, (_, at) => {
    const number = unit + Math.floor(at / UNIT_BYTES);
    return (tag * 31 + number * 7 + at % 251) & 0xff;
  });
}

/**
 * A place in memory, and a journal of it; both can be changed by a test. A
 * place that fills the memory of its reader does nothing else with it.
 */
export function memoryLoader({ fills = false } = {}) {
  const files = new Map<string, Uint8Array>();
  let journal = "";
  const get = (key: string) => {
    const bytes = files.get(key);
    return bytes === undefined
      ? Promise.reject(new NotThere(`no ${key}`))
      : Promise.resolve(bytes.slice());
  };
  const ports: LoaderPorts = {
    core: {
      digest: (bytes) => crc32(bytes).toString(16).padStart(16, "0"),
      crc32c: crc32,
      pages: () => CORE,
      stamp: ({ tag, unit }, sizeBytes) => stamp(tag, unit, sizeBytes),
      judge({ tag, unit }, bytes) {
        const right = stamp(tag, unit, bytes.length);
        const units = [...Array(bytes.length / UNIT_BYTES).keys()];
        return units.filter((at) =>
          right.slice(at * UNIT_BYTES, (at + 1) * UNIT_BYTES)
            .some((byte, index) => byte !== bytes[at * UNIT_BYTES + index])
        ).map((at) =>
          sampleFinding(
            { sample: tag, lane: 0, timeNs: 0, offsetBytes: at * UNIT_BYTES },
            { class: "bit rot", badBits: 1, badBytes: 1 },
          )
        );
      },
      codec: (name) => ({
        name,
        compress: (bytes) => bytes.slice().reverse(),
        decompress: (bytes) => bytes.slice().reverse(),
      }),
      counters: () => laneCounters(),
    },
    site: () => ({
      put: (key, bytes) => {
        files.set(key, bytes.slice());
        return Promise.resolve();
      },
      async putPieces(key, pieces) {
        const all: number[] = [];
        for await (const piece of pieces) all.push(...piece);
        files.set(key, Uint8Array.from(all));
      },
      get,
      getRange: async (key, { start, end }) =>
        (await get(key)).subarray(start, end),
      ...(fills ? filling(get) : {}),
      async getPieces(key) {
        const bytes = await get(key);
        return (async function* () {
          yield await Promise.resolve(bytes.subarray(0, 3000));
          yield bytes.subarray(3000);
        })();
      },
    }),
    journal: () => ({
      text: () => journal,
      append: (line) => void (journal += line),
      close() {},
    }),
    residentBytes: () => 1e6,
  };
  return { files, ports };
}

function filling(
  get: (key: string) => Promise<Uint8Array>,
): Pick<LoaderSite, "readInto"> {
  return {
    async readInto(key, start, into) {
      const found = (await get(key)).subarray(start, start + into.length);
      into.set(found);
      return found.length;
    },
  };
}

/** What came of a step that read ten samples twice through a cache. */
export function loaderRecording(
  changes: Partial<LoaderReport> = {},
): LoaderRecording {
  const epoch = {
    ...{ delivered: 10, skipped: 0, dropped: 0, batches: 3 },
    ...{ hits: 0, misses: 10, durationNs: 2e9 },
    ...{ utilisation: 0.5, samplesPerSecond: 5 },
  };
  return {
    type: "loader-ended",
    target: "local",
    step: "train",
    startNs: 0,
    atNs: 4e9,
    report: {
      op: "read",
      client: "memory",
      workers: 1,
      samples: 10,
      format: "npy",
      content: "stamps",
      codec: "none",
      done: 20,
      compression: 1,
      unacknowledged: 0,
      trouble: { missing: 0, truncated: 0, corrupt: 0 },
      epochs: [epoch, { ...epoch, hits: 9, misses: 1 }],
      cache: {
        ...{ codec: "zstd", limitBytes: 1e6, peakBytes: 5e5, items: 10 },
        ...{ hits: 9, misses: 11, joins: 0, evictions: 1, expirations: 0 },
        ...{ tooLarge: 0, incompressible: 0, compression: 2.5 },
      },
      prefetch: { depth: 4, hits: 18, lates: 2, aheadPeak: 4, dropped: 0 },
      computeNs: 1e6,
      utilisation: 0.5,
      hitRate: 0.9,
      residentBytesBefore: 1e6,
      residentBytesMax: 2.05e6,
      isStopped: false,
      ...changes,
    },
  };
}
