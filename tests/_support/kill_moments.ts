/** Which runs are killed, and when: all of it follows from a seed. */
import { seededNumbers } from "../../backends/seeded.ts";

/** When to kill what, and whether something is damaged then. */
export interface KillMoment {
  readonly scenario: Scenario;
  /** After the run's folder came to be, or its oracle, which is later. */
  readonly after: "folder" | "oracle";
  readonly afterMs: number;
  readonly damages: boolean;
  /** Chooses what is damaged, and repeats the run's own choices. */
  readonly choice: number;
}

/** One kind of load over one kind of storage. */
export interface Scenario {
  readonly name: string;
  readonly scheme: "file" | "direct" | "s3";
  readonly profile: string;
}

const FILL = "{ name: fill, load: block, op: write, blockSize: 64KiB, " +
  "total: 8MiB, sync: every 8 }";
const OBJECTS = "objects: { keys: 60, multipartFrom: 6MiB, partSize: 5MiB, " +
  "sizes: { 1KiB: 40, 20KiB: 40, 300KiB: 18, 7MiB: 2 } }";

function profile(steps: readonly string[], head = "size: 8MiB"): string {
  const lines = steps.map((step) => `  - ${step}`);
  return ["name: killed", head, "steps:", ...lines, ""].join("\n");
}

function load(words: string): string {
  return `{ name: load, load: block, duration: 1h, ${words} }`;
}

const LOADS: readonly (readonly [string, string])[] = [
  ["sweep", load("op: write, blockSize: 16KiB, depth: 4, sync: every 32")],
  ["shuffle", load("op: write, pattern: shuffle, blockSize: 8KiB, depth: 8")],
  [
    "overwrite",
    load(
      "op: write, pattern: random, blockSize: 4KiB, depth: 16, " +
        "sync: every 64",
    ),
  ],
  [
    "mixed",
    load(
      "op: { read: 50, write: 50 }, pattern: { zipf: 0.99 }, " +
        "blockSize: { 4KiB: 70, 16KiB: 30 }, depth: 8, lanes: 2",
    ),
  ],
  [
    "dsync",
    load("op: write, pattern: random, blockSize: 4KiB, depth: 2, sync: dsync"),
  ],
];

const SCENARIOS: readonly Scenario[] = [
  ...(["file", "direct"] as const).flatMap((scheme) =>
    LOADS.map(([name, words]) => ({
      name: `${scheme} ${name}`,
      scheme,
      profile: profile([FILL, words]),
    }))
  ),
  {
    name: "s3 objects",
    scheme: "s3",
    profile: profile([
      "{ name: fill, load: object, op: put, depth: 8 }",
      "{ name: load, load: object, duration: 1h, depth: 8, pattern: random, " +
      "op: { put: 50, get: 30, delete: 15, upload: 5 } }",
    ], OBJECTS),
  },
];

/** Half of them in the first moments of a load, where everything is made. */
const EARLY_MS = 60;
const LATE_MS = 700;
const DAMAGE_EVERY = 4;
/** So many of the others before there is an oracle. */
const FOLDER_EVERY = 8;

/** The same seed gives the same moments; each scenario comes in its turn. */
export function killMoments(seed: number, count: number): KillMoment[] {
  const next = seededNumbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const scenario = SCENARIOS[index % SCENARIOS.length];
    if (scenario === undefined) throw new RangeError("There is no scenario");
    const damages = index % DAMAGE_EVERY === DAMAGE_EVERY - 1;
    // What is damaged must have been written.
    const isEarly = !damages && next() % 2 === 0;
    const afterMs = isEarly
      ? next() % EARLY_MS
      : EARLY_MS + next() % (LATE_MS - EARLY_MS);
    const isAtFolder = !damages && next() % FOLDER_EVERY === 0;
    const after = isAtFolder ? "folder" : "oracle";
    return { scenario, after, afterMs, damages, choice: next() };
  });
}
