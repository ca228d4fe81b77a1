/**
 * Training data from files of this host: what fetching ahead gains over asking
 * for each sample, and what caches hold, plain and compressed. Nothing else is
 * compared with: the bars are those of the documents that ask for them.
 */
import type { Report } from "../../../engine/mod.ts";
import { boundBar, ratioBar, type Row, type RowContext } from "../row.ts";
import { runProfile, stepNamed } from "../stor_verify.ts";

const BATCH = 32;
const SEQUENTIAL = 1000;
/** Compute takes as long as reading, so that 2x is the most to be gained. */
const [GAIN_MIN, AHEAD] = [1.5, 2 * BATCH];
/** Lets the first read run what is compiled, and have what it wrote cached. */
const SETS = `samples: { count: ${SEQUENTIAL}, size: 150KiB, format: npy }
steps:
  - { name: prepare, load: loader, op: write }
  - { name: warm-up, load: loader, op: read, batch: ${BATCH} }
`;
const IMAGES = `name: images
samples: { count: 3000, size: 150KiB, format: npy, content: pixels }
steps:
  - { name: prepare, load: loader, op: write, workers: 2 }
`;
const SHUFFLED = "load: loader, op: read, workers: 2, epochs: 3, " +
  `batch: ${BATCH}, order: shuffled, prefetch: ${BATCH}`;
/** Each by itself: memory of one is not memory of the other. */
const PLAIN = `${IMAGES}  - { name: train, ${SHUFFLED}, cache: ` +
  "{ size: 440MiB } }\n";
const PACKED = `${IMAGES}  - { name: train, ${SHUFFLED}, cache: ` +
  "{ size: 128MiB, codec: zstd } }\n";

/** The row of the table of bars. */
export const TRAINING_DATA: Row = {
  id: "training-data",
  title: "Training data: fetching ahead, and caches",
  isSlow: true,
  async run(context) {
    const gains = [];
    const misses = [];
    for (let round = 0; round < context.rounds; round++) {
      const found = await gainOnce(context);
      gains.push({ ours: found.ahead, theirs: found.baseline });
      misses.push(found.missP99Ns);
    }
    const plain = loaderOf(await run(context, PLAIN), "train");
    const packed = loaderOf(await run(context, PACKED), "train");
    const bars = [
      ["hits behind the first epoch", "%", percent(plain.hitRate), 85],
      ["P99 of a hit", "ms", milliseconds(plain.hits?.p99Ns), -10],
      ["P99 of a hit, zstd", "ms", milliseconds(packed.hits?.p99Ns), -10],
      ["P99 of a miss, one by one", "ms", milliseconds(...misses), -100],
      ["memory beyond the limit", "%", percent(plain.memoryOverhead), -10],
      ["pixels as float32, zstd", "x", packed.cache?.compression ?? NaN, 2.3],
    ] as const;
    return [
      ratioBar({
        title: `samples/s with ${AHEAD} ahead, beside none`,
        ...{ unit: "/s", rounds: gains, atLeast: GAIN_MIN },
      }),
      ...bars.map(([title, unit, measured, bound]) =>
        boundBar({
          ...{ title, unit, measured },
          ...(bound < 0 ? { atMost: -bound } : { atLeast: bound }),
        })
      ),
    ];
  },
};

/** Samples a second with and without, where compute takes as long as reading. */
async function gainOnce(context: RowContext) {
  const alone = await run(
    context,
    `name: alone\n${SETS}  - { name: read, load: loader, op: read, ` +
      `batch: ${BATCH} }\n`,
  );
  const readNs = epochNs(alone, "read");
  const computeMs = Math.max(
    1,
    Math.round(readNs / 1e6 / (SEQUENTIAL / BATCH)),
  );
  const asked = `load: loader, op: read, batch: ${BATCH}, compute: ` +
    `${computeMs}ms`;
  const both = await run(
    context,
    `name: both\n${SETS}  - { name: baseline, ${asked} }\n` +
      `  - { name: ahead, ${asked}, prefetch: ${AHEAD} }\n`,
  );
  const rate = (step: string) => SEQUENTIAL / (epochNs(both, step) / 1e9);
  const [row] = stepNamed(both, "baseline").ops;
  const [baseline, ahead] = [rate("baseline"), rate("ahead")];
  context.say(
    `compute of ${computeMs} ms a batch: ${baseline.toFixed(0)} samples/s, ` +
      `${ahead.toFixed(0)} ahead`,
  );
  return { baseline, ahead, missP99Ns: row?.service?.p99Ns ?? NaN };
}

async function run(
  { program, folder }: RowContext,
  profile: string,
): Promise<Report> {
  const place = await Deno.makeTempDir({ dir: folder });
  const { report } = await runProfile({
    ...{ program, profile, scratch: place },
    url: `file://${place}/data`,
  });
  return report;
}

function loaderOf(report: Report, step: string) {
  const found = report.loader?.find((one) => one.step === step);
  if (found === undefined) {
    throw new Error(`Cannot find the loader's step "${step}" in the report`);
  }
  return found;
}

function epochNs(report: Report, step: string): number {
  return loaderOf(report, step).epochs[0]?.durationNs ?? NaN;
}

function percent(share: number | null): number {
  return share === null ? NaN : 100 * share;
}

/** The worst of them. */
function milliseconds(...ns: readonly (number | undefined)[]): number {
  return Math.max(...ns.map((one) => one ?? NaN)) / 1e6;
}
