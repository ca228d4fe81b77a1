/**
 * A run that is killed at a moment that a seed chooses, and what `verify` says
 * of what it left. Goes in: the moment; comes out: how it was judged. Throws
 * when the judgement is wrong: honest storage accused, or damage not found.
 */
import { openBackend, parseUrl, Secret } from "../../backends/mod.ts";
import { seededNumbers } from "../../backends/seeded.ts";
import { loadCore } from "../../ffi/mod.ts";
import { Child } from "./child.ts";
import { runCli } from "./cli.ts";
import { ACCESS_KEY, SECRET_KEY, type StorePlace } from "./store_place.ts";
import { withStorePlace } from "./store_place.ts";

/** When to kill what, and whether something is damaged then. */
export interface KillMoment {
  readonly scenario: Scenario;
  /** After the run's folder came to be. */
  readonly afterMs: number;
  readonly damages: boolean;
  /** Chooses what is damaged, and repeats the run's own choices. */
  readonly choice: number;
}

/** What became of one. */
export type KillOutcome =
  | "right"
  | "damage found"
  | "nothing written yet"
  | "nothing made yet";

interface Scenario {
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

/** Half of them in the first moments of a run, where everything is made. */
const EARLY_MS = 60;
const LATE_MS = 700;
const DAMAGE_EVERY = 4;

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
    return { scenario, afterMs, damages, choice: next() };
  });
}

/** Everything of it in a folder of its own, which is gone afterwards. */
export async function killOnce(moment: KillMoment): Promise<KillOutcome> {
  let outcome: KillOutcome = "right";
  await withStorePlace({}, async (place) => {
    outcome = await killIn(place, moment);
  });
  return outcome;
}

async function killIn(
  place: StorePlace,
  moment: KillMoment,
): Promise<KillOutcome> {
  const { cwd } = place;
  const { profile, scheme } = moment.scenario;
  await Deno.writeTextFile(`${cwd}/killed.yaml`, profile);
  // Writes the targets file that reaches the store.
  if (scheme === "s3") await place.run(["--version"]);
  const target = scheme === "s3" ? "store" : `${scheme}://${cwd}/x`;
  const env = { HOME: cwd, STOR_VERIFY_RUNS: `${cwd}/runs` };
  await Deno.mkdir(env.STOR_VERIFY_RUNS);
  using watcher = Deno.watchFs(env.STOR_VERIFY_RUNS);
  const child = new Child([
    ...["run", "--profile", "killed.yaml", "--target", target, "--quiet"],
    ...["--seed", String(moment.choice)],
  ], { cwd, env });
  for await (const _ of watcher) break;
  await new Promise((resolve) => setTimeout(resolve, moment.afterMs));
  child.kill("SIGKILL");
  const { err, out, signal } = await child.end();
  must(signal === "SIGKILL", `It ended by itself: ${out}${err}`);
  return await judge({ place, moment, env });
}

interface Killed {
  readonly place: StorePlace;
  readonly moment: KillMoment;
  readonly env: { readonly HOME: string; readonly STOR_VERIFY_RUNS: string };
}

async function judge(killed: Killed): Promise<KillOutcome> {
  const { moment } = killed;
  const first = await verify(killed);
  if (first.exit === 2 || first.report === null) {
    const isUnmade = first.exit === 2 || /skipped .*:/.test(first.err);
    must(isUnmade, `verify ends with ${first.exit}: ${first.err}`);
    return "nothing made yet";
  }
  const { coverage, findings } = first.report;
  must(
    findings.length === 0 && coverage.badUnits === 0,
    `verify accuses honest storage: ${JSON.stringify(findings)}`,
  );
  if (coverage.comparedBytes === 0) {
    must(first.exit === 4, `Nothing was compared, and it is ${first.exit}`);
    return "nothing written yet";
  }
  must(first.exit === 0, `verify ends with ${first.exit}: ${first.err}`);
  if (!moment.damages) return "right";
  const place = await damage(killed);
  const second = await verify(killed);
  const [found] = second.report?.findings ?? [];
  const isFound = second.exit === 1 && second.report?.findings.length === 1 &&
    (found?.file === place.file || found?.offsetBytes === place.offsetBytes);
  must(
    isFound,
    `Damage of ${JSON.stringify(place)} ends with ${second.exit}: ` +
      JSON.stringify(second.report?.findings),
  );
  return "damage found";
}

/** What is read of a report. */
interface Judged {
  readonly coverage: {
    readonly comparedBytes: number;
    readonly badUnits: number;
  };
  readonly findings: readonly {
    readonly file: string;
    readonly offsetBytes: number;
  }[];
}

async function verify({ env, place }: Killed) {
  const end = await runCli(["verify", "last", "--json", "-"], {
    cwd: place.cwd,
    env,
  });
  const report: Judged | null = end.out.startsWith("{")
    ? JSON.parse(end.out)
    : null;
  return { ...end, report };
}

/** Where something was damaged. */
interface Damage {
  readonly file?: string;
  readonly offsetBytes?: number;
}

/** One byte of what was written, as somebody behind the run's back would. */
async function damage(killed: Killed): Promise<Damage> {
  return killed.moment.scenario.scheme === "s3"
    ? await damageObject(killed)
    : await damageUnit(killed);
}

const UNIT_BYTES = 4096;

async function damageUnit({ moment, place }: Killed): Promise<Damage> {
  const folder = `${place.cwd}/x`;
  const name = [...Deno.readDirSync(folder)]
    .find((entry) => entry.name.endsWith(".dat"))?.name ?? "";
  const path = `${folder}/${name}`;
  const bytes = await Deno.readFile(path);
  const units = bytes.length / UNIT_BYTES;
  for (let turn = 0; turn < units; turn++) {
    const offsetBytes = (moment.choice + turn) % units * UNIT_BYTES;
    if (bytes[offsetBytes] === 0) continue;
    const at = offsetBytes + moment.choice % UNIT_BYTES;
    using file = await Deno.open(path, { write: true });
    await file.seek(at, Deno.SeekMode.Start);
    await file.write(Uint8Array.of((bytes[at] ?? 0) ^ 0x10));
    return { offsetBytes };
  }
  throw new Error(`Nothing is written in "${path}"`);
}

async function damageObject({ moment, place }: Killed): Promise<Damage> {
  const { endpoint } = place;
  using core = loadCore();
  const [bucket = ""] = endpoint.targetUrl.slice("s3://".length).split("/");
  const backend = await openBackend({
    name: "beside",
    url: parseUrl(`s3://${bucket}`),
    settings: {
      ...endpoint.settings,
      accessKeyId: ACCESS_KEY,
      secretAccessKey: new Secret(SECRET_KEY),
    },
  }, { core });
  try {
    const keys = (await backend.list()).objects.map(({ key }) => key)
      .filter((key) => /\d$/.test(key));
    const key = keys[moment.choice % keys.length];
    if (key === undefined) throw new Error("There is no object");
    const bytes = (await backend.get(key)).slice();
    const at = moment.choice % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await backend.put(key, bytes);
    // Findings name a key as the run does, below its own prefix.
    return { file: key.slice(key.indexOf("sv-")) };
  } finally {
    await backend.close();
  }
}

function must(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
}
