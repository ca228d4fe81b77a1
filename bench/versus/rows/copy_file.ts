/**
 * One large file copied within memory-backed storage, beside `sha256sum` of the
 * same file, which only reads it, and beside `cp`: what verifying on the way
 * costs. Takes twice the file in memory, so its size follows from what is free.
 * A virtual host may take memory back that is free for a second, and is slow to
 * give it again; so it is touched before whatever is measured beside `cp`, and
 * a smaller file is copied too.
 *
 * What bounds it: the pages of the copy. On the host of the results (`perf
 * record`, 1 GiB) the thread that writes takes 0.45 s of processor a GiB, a
 * quarter of it for bytes and the rest for pages that are new; the one that
 * reads takes 0.31 s, and CRC64NVME 0.06 s. Writers of one file wait for each
 * other, so 2.4 GB/s are the most where memory is at hand. With twice 8 of 24
 * GiB it is not, and `cp` makes 0.8 GB/s itself. So `dd` of zeros, which reads
 * nothing, and `cat`, which writes nothing, are measured beside it.
 */
import { runChild } from "../child.ts";
import { alternate } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";

const GIB = 1024 ** 3;
const SIZES_BYTES = [8 * GIB, 4 * GIB, GIB];
/** A minute each with 8 GiB: more rounds are not worth their time. */
const ROUNDS_MAX = 3;
const SMALL_GIB = 2;

/** What is read of the JSON of a copy. */
interface CopyResult {
  readonly elapsedNs: number;
  readonly memory: {
    readonly peakBytes: number;
    readonly residentBytesMax: number;
  };
}

interface Measured {
  /** With the start of the program. */
  readonly bytesPerSecond: number;
  /** By the clock of the copy, where it has one. */
  readonly streamBytesPerSecond: number;
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
      const work = { program, rounds, say, source: `${folder}/source` };
      const large = await judgeLarge({ ...work, sizeBytes: sizeThatFits() });
      const sizeBytes = SMALL_GIB * GIB;
      return [...large, ...await judgeSmall({ ...work, sizeBytes })];
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

interface Work {
  readonly program: string;
  readonly rounds: number;
  readonly source: string;
  readonly sizeBytes: number;
  readonly say: (line: string) => void;
}

async function judgeLarge(work: Work): Promise<Bar[]> {
  const { sizeBytes, source } = work;
  await makeSource(work);
  const copy = (digests: string) => copyOnce(work, digests);
  const measured = await alternate(Math.min(work.rounds, ROUNDS_MAX), [
    () => copy("sha256"),
    () => toolOnce(["sha256sum", source], sizeBytes),
    () => touched(work, () => copy("crc64nvme")),
    () => touched(work, () => cpOnce(work)),
    () => copy("md5,sha256,crc32c,crc64nvme"),
    () => copy("md5"),
    () => toolOnce(["sh", "-c", 'cat "$0" > /dev/null', source], sizeBytes),
    () => touched(work, () => zerosOnce(work)),
  ]);
  const pairs = (ours: number, theirs: number) =>
    measured.map((row) => ({
      ours: (row[ours]?.bytesPerSecond ?? NaN) / 1e6,
      theirs: (row[theirs]?.bytesPerSecond ?? NaN) / 1e6,
    }));
  const all = measured.flat();
  work.say(`${sizeBytes / GIB} GiB in each copy`);
  return [
    ratioBar({
      title: "SHA-256, beside sha256sum alone",
      ...{ unit: "MB/s", rounds: pairs(0, 1), atLeast: 0.9 },
    }),
    crcBar(sizeBytes, measured.map((row) => row[2])),
    ratioBar({
      title: `CRC64NVME of ${sizeBytes / GIB} GiB, beside cp`,
      ...{ unit: "MB/s", rounds: pairs(2, 3) },
    }),
    ratioBar({
      title: `CRC64NVME of ${sizeBytes / GIB} GiB, beside dd of zeros`,
      ...{ unit: "MB/s", rounds: pairs(2, 7) },
    }),
    ratioBar({
      title: `CRC64NVME of ${sizeBytes / GIB} GiB, beside cat to nowhere`,
      ...{ unit: "MB/s", rounds: pairs(2, 6) },
    }),
    ratioBar({
      title: "four digests in one pass, beside the slowest alone",
      ...{ unit: "MB/s", rounds: pairs(4, 5) },
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
}

async function judgeSmall(work: Work): Promise<Bar[]> {
  await makeSource(work);
  const measured = await alternate(work.rounds, [
    () => touched(work, () => copyOnce(work, "crc64nvme")),
    () => touched(work, () => cpOnce(work)),
  ]);
  return [
    crcBar(work.sizeBytes, measured.map(([ours]) => ours)),
    ratioBar({
      title: `CRC64NVME of ${SMALL_GIB} GiB, beside cp`,
      unit: "MB/s",
      rounds: measured.map(([ours, theirs]) => ({
        ours: (ours?.streamBytesPerSecond ?? NaN) / 1e6,
        theirs: (theirs?.streamBytesPerSecond ?? NaN) / 1e6,
      })),
    }),
  ];
}

function crcBar(
  sizeBytes: number,
  measured: readonly (Measured | undefined)[],
): Bar {
  const rates = measured.map((one) => one?.streamBytesPerSecond ?? NaN);
  return boundBar({
    title: `CRC64NVME of ${sizeBytes / GIB} GiB, best round`,
    ...{ unit: "MB/s", measured: Math.max(...rates) / 1e6, atLeast: 1500 },
  });
}

async function makeSource({ sizeBytes, source }: Work): Promise<void> {
  await runChild([
    ...["dd", "if=/dev/urandom", `of=${source}`, "bs=4M"],
    `count=${sizeBytes / (4 << 20)}`,
  ]);
}

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

async function copyOnce(work: Work, digests: string): Promise<Measured> {
  const { program, sizeBytes, source } = work;
  const target = `${source}-copy`;
  const ended = await runChild([
    ...[program, "copy", `file://${source}`, `file://${target}`],
    ...["--digest", digests, "--memory", "64MB", "--json", "-"],
  ]);
  await Deno.remove(target);
  const { elapsedNs, memory }: CopyResult = JSON.parse(ended.stdout);
  return {
    bytesPerSecond: sizeBytes / (ended.elapsedNs / 1e9),
    streamBytesPerSecond: sizeBytes / (elapsedNs / 1e9),
    peakBytes: memory.peakBytes,
    residentBytes: memory.residentBytesMax,
  };
}

async function touched(
  { sizeBytes, source }: Work,
  measure: () => Promise<Measured>,
): Promise<Measured> {
  const other = `${source}-touched`;
  await runChild([
    ...["dd", "if=/dev/zero", `of=${other}`, "bs=4M"],
    `count=${sizeBytes / (4 << 20)}`,
  ]);
  await Deno.remove(other);
  return await measure();
}

async function cpOnce({ sizeBytes, source }: Work): Promise<Measured> {
  const target = `${source}-cp`;
  const measured = await toolOnce(["cp", source, target], sizeBytes);
  await Deno.remove(target);
  return measured;
}

/** A file of that size that nobody has to read: its pages alone. */
async function zerosOnce({ sizeBytes, source }: Work): Promise<Measured> {
  const target = `${source}-zeros`;
  const measured = await toolOnce([
    ...["dd", "if=/dev/zero", `of=${target}`, "bs=1M"],
    `count=${sizeBytes / (1 << 20)}`,
  ], sizeBytes);
  await Deno.remove(target);
  return measured;
}

async function toolOnce(
  command: readonly string[],
  sizeBytes: number,
): Promise<Measured> {
  const { elapsedNs } = await runChild(command);
  const rate = sizeBytes / (elapsedNs / 1e9);
  return {
    ...{ bytesPerSecond: rate, streamBytesPerSecond: rate },
    ...{ peakBytes: 0, residentBytes: 0 },
  };
}
