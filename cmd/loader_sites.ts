/**
 * What steps over training data are handed: the targets as places of files, the
 * core for stamps, sums and codecs, and the journal of each target.
 */
import type { Backend, LaneCounters } from "../backends/mod.ts";
import type {
  LoaderCore,
  LoaderPorts,
  LoaderSite,
  SampleCodec,
} from "../engine/mod.ts";
import { type Core, type CounterName, COUNTERS } from "../ffi/mod.ts";
import { openSamplesJournal } from "./store/samples_journal.ts";
import type { Wiring } from "./wiring.ts";

const UNIT_BYTES = 4096;

export interface LoaderSiteOptions {
  readonly wiring: Pick<Wiring, "backend" | "core">;
  /** Of the file that knows what was acknowledged on a target. */
  journalPath(target: string): string;
}

/** Fails later with the `StorageError` of whatever is asked. */
export function loaderSites(
  { wiring, journalPath }: LoaderSiteOptions,
): LoaderPorts {
  return {
    core: loaderCore(wiring.core),
    site(target) {
      const backend = wiring.backend(target);
      return {
        put: async (key, bytes) => void await backend.put(key, bytes),
        putPieces: async (key, pieces) =>
          void await backend.putStream(key, ReadableStream.from(pieces)),
        get: (key) => backend.get(key),
        getRange: (key, range) => backend.getRange(key, range),
        ...readInto(backend),
        getPieces: (key) => backend.getStream(key),
      };
    },
    journal: (target) => openSamplesJournal(journalPath(target)),
    residentBytes: () => Deno.memoryUsage().rss,
  };
}

/** Where the storage can fill memory of the loader. */
function readInto(backend: Backend): Pick<LoaderSite, "readInto"> {
  if (backend.readInto === undefined) return {};
  return {
    readInto: (key, start, into) =>
      backend.readInto?.(key, start, into) ?? Promise.resolve(0),
  };
}

/** `null` for a storage that cannot hold files of samples. */
export function sampleClient(
  { capabilities }: Pick<Backend, "capabilities">,
  scheme: string,
): { readonly client: string } | null {
  const needs = [
    "read",
    "readRange",
    "write",
    "delete",
    "writeStream",
  ] as const;
  if (!needs.every((one) => capabilities.has(one))) return null;
  switch (scheme) {
    case "file":
      return { client: "files of this host" };
    case "direct":
      return { client: "files of this host (O_DIRECT)" };
    case "s3":
      return { client: "@aws-sdk/client-s3" };
    case "az":
      return { client: "@azure/storage-blob" };
    case "gateway":
      return { client: "gateway.openapi.json" };
    case "mem":
      return { client: "memory" };
    default:
      return null;
  }
}

function loaderCore(core: Core): LoaderCore {
  const zeros = zeroCounters();
  return {
    digest(bytes) {
      using digest = core.digest(["crc64nvme"]);
      digest.update(owned(bytes));
      return digest.finish().crc64nvme ?? "";
    },
    pages: () => core.pages(),
    crc32c: (bytes) => core.crc32c(owned(bytes)),
    stamp({ runKey, runId, tag, unit }, sizeBytes) {
      const count = Math.ceil(sizeBytes / UNIT_BYTES);
      const bytes = core.stamp.fill(identityOf({ runKey, runId, tag }), {
        unit: BigInt(unit),
        sequence: 0n,
        writer: 0,
        seconds: 0,
        generations: Array.from({ length: count }, () => 1n),
      });
      return bytes.length === sizeBytes ? bytes : bytes.slice(0, sizeBytes);
    },
    judge({ runKey, runId, tag, unit }, bytes) {
      const count = bytes.length / UNIT_BYTES;
      const windows = Array.from(
        { length: count },
        () => ({ low: 1n, high: 1n, mixed: false }),
      );
      const { findings } = core.stamp.check(
        identityOf({ runKey, runId, tag }),
        { unit: BigInt(unit), windows, bytes: owned(bytes) },
      );
      return findings.map((finding) => ({
        ...finding,
        offsetBytes: (finding.unit - unit) * UNIT_BYTES,
      }));
    },
    codec: (name, level) => zstdOf(core, name, level),
    counters: () => zeros,
  };
}

function identityOf(
  { runKey, runId, tag }: {
    readonly runKey: string;
    readonly runId: string;
    readonly tag: number;
  },
) {
  return {
    runKey: BigInt(`0x${runKey}`),
    runId: BigInt(`0x${runId}`),
    objectId: BigInt(tag + 1),
    objectTag: tag,
    unitBytes: UNIT_BYTES,
    // Ten million samples, or shards of 64 GiB.
    ...{ objectBits: 24, unitBits: 24 },
    ...{ compressPermille: 0, dedupePermille: 0 },
  } as const;
}

/** The codec of the core; frames know nothing of their plain size. */
function zstdOf(core: Core, name: "zstd", level: number): SampleCodec {
  const calls = core.pages();
  // The bound is larger than any sample gets: new for each it would be garbage.
  let scratch = new Uint8Array();
  return {
    name,
    compress(bytes) {
      const boundBytes = calls.compressBoundBytes(name, bytes.length);
      if (scratch.length < boundBytes) scratch = new Uint8Array(boundBytes);
      const length = calls.compress({
        codec: name,
        level,
        from: bytes,
        to: scratch.subarray(0, boundBytes),
      });
      return scratch.slice(0, length);
    },
    decompress(bytes, plainBytes, room) {
      const plain = room ?? new Uint8Array(plainBytes);
      if (calls.decompress({ codec: name, from: bytes, to: plain })) {
        return plain;
      }
      throw new RangeError(
        `Cannot decompress ${bytes.length} bytes of ${name}: they are no ` +
          `frame of ${plainBytes} bytes`,
      );
    },
  };
}

/** Calls into the core take memory that is not shared. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteOffset % 8 === 0
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : new Uint8Array(bytes);
}

function zeroCounters(): LaneCounters {
  const zeros = COUNTERS.map((name) => [camel(name), 0]);
  // The list has every name of the type: a test of ffi holds it to that.
  return Object.fromEntries(zeros) as LaneCounters;
}

function camel(name: string): CounterName {
  // The same rule as the type, which cannot be computed with.
  return name.replace(
    /_(.)/g,
    (_, letter: string) => letter.toUpperCase(),
  ) as CounterName;
}
