/**
 * Kills a writer of a table at each call that its commits make, and once more
 * in the middle of each write: `deno task soak:table [file|direct|checkpoint]`,
 * all of them when absent; in the last the first commit moves the list of files
 * out of the manifest. What is left is judged each time. Exit 1 when one was
 * judged wrong; the kind and the number of the call repeat it.
 */
import {
  almostFull,
  buildKiller,
  killCommit,
  type KillEnd,
} from "./_support/kill_commit.ts";

/** More calls than that are a bug of the soak. */
const CALLS_MAX = 200;

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

interface Tally {
  kills: number;
  wrong: number;
}

type Kill = Parameters<typeof killCommit>[0];

const KINDS = ["file", "direct", "checkpoint"] as const;

async function killAt(
  tally: Tally,
  kind: string,
  kill: Kill,
): Promise<KillEnd | null> {
  const half = kill.isHalf === true ? " by half" : "";
  const what = `${kind}  ${kill.nth}${half}`;
  try {
    const end = await killCommit(kill);
    if (!end.isKilled) return end;
    tally.kills += 1;
    say(`${what}  ${end.calls.at(-1)}  whole`);
    return end;
  } catch (error) {
    tally.kills += 1;
    tally.wrong += 1;
    say(`${what}  WRONG: ${error}`);
    return null;
  }
}

/** At each call, until the writer comes to its end. */
async function killAll(
  tally: Tally,
  kind: typeof KINDS[number],
  { base, library }: { readonly base: string; readonly library: string },
): Promise<void> {
  const how = {
    library,
    isDirect: kind === "direct",
    ...(kind === "checkpoint" ? { base } : {}),
  };
  for (let nth = 1;; nth++) {
    if (nth > CALLS_MAX) throw new Error(`More than ${CALLS_MAX} calls`);
    const end = await killAt(tally, kind, { ...how, nth });
    if (end?.isKilled === false) return;
    const isWrite = end?.calls.at(-1)?.startsWith("pwrite ") ?? true;
    if (isWrite) await killAt(tally, kind, { ...how, nth, isHalf: true });
  }
}

async function main(words: readonly string[]): Promise<number> {
  const kinds = KINDS.filter((kind) =>
    words.length === 0 || words.includes(kind)
  );
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-killer-" });
  const tally: Tally = { kills: 0, wrong: 0 };
  try {
    const library = await buildKiller(folder);
    const base = kinds.includes("checkpoint") ? await almostFull(folder) : "";
    for (const kind of kinds) await killAll(tally, kind, { base, library });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  say(`${tally.kills - tally.wrong} of ${tally.kills} kills judged right`);
  return tally.wrong > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
