/**
 * One large file copied within memory-backed storage, beside `sha256sum` of the
 * same file, which only reads it: what verifying on the way costs. Takes twice
 * the file in memory, so its size follows from what is free.
 */
import { runChild } from "../child.ts";
import { alternate } from "../pairs.ts";
import { boundBar, ratioBar, type Row } from "../row.ts";

const GIB = 1024 ** 3;
const SIZES_BYTES = [8 * GIB, 4 * GIB, GIB];
/** A minute each with 8 GiB: more rounds are not worth their time. */
const ROUNDS_MAX = 3;

/** What is read of the JSON of a copy. */
interface CopyResult {
  readonly memory: {
    readonly peakBytes: number;
    readonly residentBytesMax: number;
  };
}

interface Measured {
  readonly bytesPerSecond: number;
  readonly peakBytes: number;
  readonly residentBytes: number;
}

/** The row of the table of bars. */
export const COPY_FILE: Row = {
  id: "copy-file",
  title: "One file copied on tmpfs, verified on the way",
  isSlow: true,
  async run({ program, rounds, say }) {
    const folder = await Deno.makeTempDir({ dir: "/dev/shm" });
    try {
      const sizeBytes = sizeThatFits();
      const source = `${folder}/source`;
      await runChild([
        ...["dd", "if=/dev/urandom", `of=${source}`, "bs=4M"],
        `count=${sizeBytes / (4 << 20)}`,
      ]);
      const copy = (digests: string) => copyOnce(program, source, digests);
      const measured = await alternate(Math.min(rounds, ROUNDS_MAX), [
        () => copy("sha256"),
        () => sumOnce(source, sizeBytes),
        () => copy("crc64nvme"),
        () => copy("md5,sha256,crc32c,crc64nvme"),
        () => copy("md5"),
      ]);
      const ratesOf = (at: number) =>
        measured.map((row) => (row[at]?.bytesPerSecond ?? NaN) / 1e6);
      const pairs = (ours: number, theirs: number) =>
        ratesOf(ours).map((rate, index) => ({
          ours: rate,
          theirs: ratesOf(theirs)[index] ?? NaN,
        }));
      const all = measured.flat();
      say(`${sizeBytes / GIB} GiB in each copy`);
      return [
        ratioBar({
          title: "SHA-256, beside sha256sum alone",
          ...{ unit: "MB/s", rounds: pairs(0, 1), atLeast: 0.9 },
        }),
        boundBar({
          title: "CRC64NVME, best round",
          ...{ unit: "MB/s", measured: Math.max(...ratesOf(2)) },
          atLeast: 1500,
        }),
        ratioBar({
          title: "four digests in one pass, beside the slowest alone",
          ...{ unit: "MB/s", rounds: pairs(3, 4) },
        }),
        boundBar({
          title: "held by the copy, at its peak",
          ...{ unit: "MB", atMost: 64 },
          measured: Math.max(...all.map(({ peakBytes }) => peakBytes)) / 1e6,
        }),
        boundBar({
          title: "resident, maximum",
          unit: "MB",
          measured: Math.max(...all.map((one) => one.residentBytes)) / 1e6,
        }),
      ];
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

/**
 * Source and copy, and half a copy for whatever else runs; or as many GiB as
 * `COPY_GIB` says, where others need the memory.
 */
function sizeThatFits(): number {
  const asked = Number(Deno.env.get("COPY_GIB") ?? 0);
  if (asked > 0) return asked * GIB;
  const { available } = Deno.systemMemoryInfo();
  return SIZES_BYTES.find((bytes) => bytes * 2.5 <= available) ??
    SIZES_BYTES[SIZES_BYTES.length - 1] ?? GIB;
}

async function copyOnce(
  program: string,
  source: string,
  digests: string,
): Promise<Measured> {
  const target = `${source}-copy`;
  const { size } = await Deno.stat(source);
  const ended = await runChild([
    ...[program, "copy", `file://${source}`, `file://${target}`],
    ...["--digest", digests, "--memory", "64MB", "--json", "-"],
  ]);
  await Deno.remove(target);
  const { memory }: CopyResult = JSON.parse(ended.stdout);
  return {
    bytesPerSecond: size / (ended.elapsedNs / 1e9),
    peakBytes: memory.peakBytes,
    residentBytes: memory.residentBytesMax,
  };
}

async function sumOnce(source: string, sizeBytes: number): Promise<Measured> {
  const { elapsedNs } = await runChild(["sha256sum", source]);
  const bytesPerSecond = sizeBytes / (elapsedNs / 1e9);
  return { bytesPerSecond, peakBytes: 0, residentBytes: 0 };
}
