/**
 * A tmpfs, 128 KiB, one lane: stamped writes and checked reads beside fio's
 * verify=crc32c, each phase by itself. Storage costs next to nothing there, so
 * this compares the making and checking of data.
 */
import { fioTool } from "../fio.ts";
import { alternate, type Round } from "../pairs.ts";
import { type Bar, ratioBar, type Row } from "../row.ts";
import { storVerifyTool } from "../stor_verify.ts";
import type { BlockWork, Measured } from "../work.ts";

const SIZE_BYTES = 1 << 30;
/** Under a second of work is mostly scatter. */
const PASSES = 4;
/** Deep enough that the kernel copies while the lane checks. */
const DEPTH = 16;

/** The row of the table of bars. */
export const MEMORY_SPEED: Row = {
  id: "memory-speed",
  title: "tmpfs, 128 KiB, one lane, beside fio verify=crc32c",
  async run({ program, rounds, say }) {
    const folder = await Deno.makeTempDir({
      dir: "/dev/shm",
      prefix: "stor-verify-bench-",
    });
    try {
      const bars: Bar[] = [];
      for (const op of ["write", "read"] as const) {
        bars.push(...await comparePhase({ program, folder, rounds, op, say }));
      }
      return bars;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

interface Phase {
  readonly program: string;
  readonly folder: string;
  readonly rounds: number;
  readonly op: "read" | "write";
  readonly say: (line: string) => void;
}

async function comparePhase(phase: Phase): Promise<Bar[]> {
  const { program, folder, rounds, op, say } = phase;
  const work: BlockWork = {
    folder,
    isDirect: false,
    op,
    pattern: "sequential",
    blockSizeBytes: 128 * 1024,
    depth: 1,
    sizeBytes: SIZE_BYTES,
    isVerified: true,
    passes: PASSES,
    isPrefilled: true,
  };
  const deep = { ...work, depth: DEPTH };
  const ours = storVerifyTool({ program });
  const fio = fioTool();
  // A guest's memory is slow when it is touched for the first time: the first
  // write of fresh pages measured a tenth of every later one. So both
  // overwrite and read a file that stands already.
  await fio.measure({ ...work, op: "write" });
  const results = await alternate(rounds, [
    () => ours.measure(deep),
    () => fio.measure(work),
    () => ours.measure(work),
    () => fio.measure(deep),
  ]);
  const rates = results.map((round) => round.map((one) => one.bytesPerSecond));
  for (const [deepOurs, alone, aloneOurs, deepFio] of rates.map(megabytes)) {
    say(
      `${op}: ours ${deepOurs}, fio ${alone} (psync) MB/s; ` +
        `at depth 1 ours ${aloneOurs}; at depth ${DEPTH} fio ${deepFio}`,
    );
  }
  const title = op === "write" ? "stamped write" : "checked read";
  return [
    ratioBar({
      title: `${title}, depth ${DEPTH} (fio: psync)`,
      unit: "B/s",
      rounds: pairs(results, 0, 1),
      atLeast: 2,
    }),
    ratioBar({
      title: `${title}, psync both`,
      unit: "B/s",
      rounds: pairs(results, 2, 1),
    }),
    ratioBar({
      title: `${title}, io_uring depth ${DEPTH} both`,
      unit: "B/s",
      rounds: pairs(results, 0, 3),
    }),
  ];
}

function pairs(
  results: readonly Measured[][],
  ours: number,
  theirs: number,
): Round[] {
  return results.map((round) => ({
    ours: round[ours]?.bytesPerSecond ?? NaN,
    theirs: round[theirs]?.bytesPerSecond ?? NaN,
  }));
}

function megabytes(rates: readonly number[]): number[] {
  return rates.map((rate) => Math.round(rate / 1e6));
}
