/**
 * A run that is killed at a moment that a seed chooses, and what `verify` says
 * of what it left. Goes in: the moment; comes out: how it was judged. Throws
 * when the judgement is wrong: honest storage accused, or damage not found.
 */
import { Child } from "./child.ts";
import { runCli } from "./cli.ts";
import { damage, untilOverwritten } from "./kill_damage.ts";
import type { KillMoment } from "./kill_moments.ts";
import { type StorePlace, withStorePlace } from "./store_place.ts";

/** What became of one. */
export type KillOutcome =
  | "right"
  | "damage found"
  | "nothing written yet"
  | "nothing made yet";

/** A child that makes nothing for so long has failed. */
const PATIENCE_MS = 60_000;

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
  const child = new Child([
    ...["run", "--profile", "killed.yaml", "--target", target, "--quiet"],
    ...["--seed", String(moment.choice)],
  ], { cwd, env });
  let hasEnded = false;
  const ended = child.end().finally(() => {
    hasEnded = true;
  });
  const part = moment.after === "folder" ? "run.json" : ".oracle";
  const isMade = await untilMade(env.STOR_VERIFY_RUNS, part, () => hasEnded);
  if (isMade && moment.damages && scheme !== "s3") {
    await untilOverwritten(`${cwd}/x`, () => hasEnded);
  }
  if (isMade) await new Promise((go) => setTimeout(go, moment.afterMs));
  if (!hasEnded) child.kill("SIGKILL");
  const { err, out, signal } = await ended;
  must(isMade, `It made nothing in ${PATIENCE_MS} ms: ${out}${err}`);
  must(signal === "SIGKILL", `It ended by itself: ${out}${err}`);
  return await judge({ place, moment, env });
}

/** False when it ended, or made nothing for too long. */
async function untilMade(
  runs: string,
  part: string,
  hasEnded: () => boolean,
): Promise<boolean> {
  const untilMs = performance.now() + PATIENCE_MS;
  while (!hasEnded() && performance.now() < untilMs) {
    for (const { name } of Deno.readDirSync(runs)) {
      const made = [...Deno.readDirSync(`${runs}/${name}`)];
      if (made.some((one) => one.name.includes(part))) return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return false;
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
    must(isUntouched(killed), "verify says nothing of bytes that were written");
    return "nothing made yet";
  }
  const { coverage, findings } = first.report;
  must(
    findings.length === 0 && coverage.badUnits === 0,
    `verify accuses honest storage: ${JSON.stringify(findings)}`,
  );
  if (coverage.comparedBytes === 0) {
    must(
      first.exit === 4,
      `Nothing was compared, and it is ${first.exit}: ${first.err} ` +
        first.report.failures.join("; "),
    );
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

/** No file of a folder holds anything but zeros. */
function isUntouched({ place: { cwd } }: Killed): boolean {
  try {
    return [...Deno.readDirSync(`${cwd}/x`)]
      .filter(({ name }) => name.endsWith(".dat"))
      .every(({ name }) =>
        Deno.readFileSync(`${cwd}/x/${name}`).every((byte) => byte === 0)
      );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

/** What is read of a report. */
interface Judged {
  readonly coverage: {
    readonly comparedBytes: number;
    readonly badUnits: number;
  };
  readonly failures: readonly string[];
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

function must(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
}
