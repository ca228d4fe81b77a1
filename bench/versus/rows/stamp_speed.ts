/**
 * SV1 fill and check in cache on one core: builds and runs the C benchmark of
 * the core, which prints `fill avx2 12.3 GB/s`, and takes the best kernel.
 */
import { runChild } from "../child.ts";
import { boundBar, type Row } from "../row.ts";
import { median } from "../pairs.ts";

/** One line of the C benchmark. */
export interface StampSpeed {
  readonly work: string;
  readonly kernel: string;
  readonly gigabytesPerSecond: number;
}

const SOURCES = /^(stamp_.*|kernel_.*|classify.*|crc32c)\.c$/;

/** The row of the table of bars. */
export const STAMP_SPEED: Row = {
  id: "stamp-speed",
  title: "SV1 fill and check in cache, one core",
  async run({ folder, rounds, root, say }) {
    const program = `${folder}/stamp_bench`;
    const sources = [...Deno.readDirSync(`${root}ffi/core/src`)]
      .filter(({ name }) => SOURCES.test(name))
      .map(({ name }) => `ffi/core/src/${name}`);
    await runChild([
      Deno.env.get("CC") ?? "cc",
      "-std=c11",
      "-D_GNU_SOURCE",
      "-O2",
      "-Iffi/core/include",
      "-o",
      program,
      "bench/core/stamp_bench.c",
      ...sources,
    ], { cwd: root });
    const runs: StampSpeed[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { stdout } = await runChild([program]);
      runs.push(...readSpeeds(stdout));
    }
    await Deno.remove(program);
    const medians = Map.groupBy(runs, (run) => `${run.work} ${run.kernel}`);
    const bars = [...medians].map(([title, same]) => {
      const measured = median(same.map((run) => run.gigabytesPerSecond));
      say(`${title}: ${measured.toFixed(1)} GB/s`);
      // The bar asks for AVX2; the other kernels are shown beside it.
      const hasBar = title === "fill avx2" || title === "check avx2";
      return boundBar({
        title,
        unit: "GB/s",
        measured,
        ...(hasBar ? { atLeast: 10 } : {}),
      });
    });
    for (const work of ["fill", "check"]) {
      if (!medians.has(`${work} avx2`)) {
        say(`${work}: this CPU has no AVX2, the bar cannot be tried`);
      }
    }
    return bars;
  },
};

/** Reads the lines of the C benchmark; other lines are not results. */
export function readSpeeds(text: string): StampSpeed[] {
  return [...text.matchAll(/^(\S+) (?:(\S+) )?([\d.]+) GB\/s$/gm)]
    .map(([, work = "", kernel = "plain", speed]) => ({
      work,
      kernel,
      gigabytesPerSecond: Number(speed),
    }));
}
