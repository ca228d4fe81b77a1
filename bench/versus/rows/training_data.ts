/**
 * Training data from files of this host: what fetching ahead gains over asking
 * for each sample, and what caches hold, plain and compressed. Nothing else is
 * compared with: the bars are those of the documents that ask for them.
 */
import type { Report } from "../../../engine/mod.ts";
import { median } from "../pairs.ts";
import { boundBar, ratioBar, type Row, type RowContext } from "../row.ts";
import { runProfile, stepNamed } from "../stor_verify.ts";

const BATCH = 32;
/**
 * Of the reads that are fetched ahead: timers of the runtime end 1.2 ms late,
 * whatever takes so long, and of a batch of 64 that is little.
 */
const SEQUENTIAL_BATCH = 64;
/** Whole batches, so that all of an epoch take the same. */
const SEQUENTIAL = 16 * SEQUENTIAL_BATCH;
/** Compute takes as long as loading, so that 2x is the most to be gained. */
const [GAIN_MIN, AHEAD] = [1.5, 2 * SEQUENTIAL_BATCH];
/** Of the step that tells how long a batch is loaded between computes. */
const FIRST_COMPUTE_MS = 10;
/** Lets the first read run what is compiled, and have what it wrote cached. */
const SETS = `samples: { count: ${SEQUENTIAL}, size: 150KiB, format: npy }
steps:
  - { name: prepare, load: loader, op: write }
  - { name: warm-up, load: loader, op: read, batch: ${SEQUENTIAL_BATCH} }
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
    const found = [];
    for (let round = 0; round < context.rounds; round++) {
      found.push(await gainOnce(context));
    }
    const misses = found.map(({ missP99Ns }) => missP99Ns);
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
        title: `samples/s with ${AHEAD} ahead, beside none, where compute ` +
          "takes as long as loading",
        unit: "/s",
        rounds: found.map(({ ahead, baseline }) => ({
          ours: ahead.samplesPerSecond,
          theirs: baseline.samplesPerSecond,
        })),
        atLeast: GAIN_MIN,
      }),
      // What "as long as" was: the two are to be alike.
      boundBar({
        title: "compute beside load of a batch, none ahead",
        unit: "x",
        measured: median(
          found.map(({ computeMs, baseline }) => computeMs / baseline.loadMs),
        ),
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

/**
 * Samples a second with and without. Reads between computes are not those of a
 * loop that only reads (caches of the CPU are cold, or threads awake still), so
 * it is a step with compute that tells how long compute has to be.
 */
async function gainOnce(context: RowContext) {
  const first = await run(context, `name: first\n${SETS}${step("read")}`);
  const { loadMs } = rateOf(first, "read", FIRST_COMPUTE_MS);
  const computeMs = Math.max(1, Math.round(loadMs));
  const both = await run(
    context,
    `name: both\n${SETS}${step("baseline", computeMs)}` +
      step("ahead", computeMs, `, prefetch: ${AHEAD}`),
  );
  const baseline = rateOf(both, "baseline", computeMs);
  const ahead = rateOf(both, "ahead", computeMs);
  const [row] = stepNamed(both, "baseline").ops;
  for (const [name, one] of Object.entries({ baseline, ahead })) {
    context.say(
      `${name}: ${one.samplesPerSecond.toFixed(0)} samples/s, a batch of ` +
        `${SEQUENTIAL_BATCH} loads ${one.loadMs.toFixed(2)} ms and computes ` +
        `${computeMs} ms`,
    );
  }
  const missP99Ns = row?.service?.p99Ns ?? NaN;
  return { baseline, ahead, computeMs, missP99Ns };
}

function step(name: string, computeMs = FIRST_COMPUTE_MS, more = ""): string {
  return `  - { name: ${name}, load: loader, op: read, ` +
    `batch: ${SEQUENTIAL_BATCH}, epochs: 4, compute: ${computeMs}ms${more} }\n`;
}

/** Load of a batch is what its time has beyond compute. */
function rateOf(report: Report, name: string, computeMs: number) {
  const { epochs } = loaderOf(report, name);
  const sum = (of: (epoch: (typeof epochs)[number]) => number) =>
    epochs.reduce((total, epoch) => total + of(epoch), 0);
  const seconds = sum(({ durationNs }) => durationNs) / 1e9;
  return {
    samplesPerSecond: sum(({ delivered }) => delivered) / seconds,
    loadMs: 1000 * seconds / sum(({ batches }) => batches) - computeMs,
  };
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

function percent(share: number | null): number {
  return share === null ? NaN : 100 * share;
}

/** The worst of them. */
function milliseconds(...ns: readonly (number | undefined)[]): number {
  return Math.max(...ns.map((one) => one ?? NaN)) / 1e6;
}
