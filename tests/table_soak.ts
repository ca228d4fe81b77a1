/**
 * Kills a writer of a table at each call that its commits make, and once more
 * in the middle of each write: `deno task soak:table`. What is left is judged
 * each time. Exit 1 when one was judged wrong; the number of the call repeats
 * it.
 */
import {
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

async function killAt(
  tally: Tally,
  kill: Parameters<typeof killCommit>[0],
): Promise<KillEnd | null> {
  const what = `${kill.nth}${kill.isHalf === true ? " by half" : ""}`;
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

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-killer-" });
  const tally: Tally = { kills: 0, wrong: 0 };
  try {
    const library = await buildKiller(folder);
    for (let nth = 1;; nth++) {
      if (nth > CALLS_MAX) throw new Error(`More than ${CALLS_MAX} calls`);
      const end = await killAt(tally, { library, nth });
      if (end?.isKilled === false) break;
      const isWrite = end?.calls.at(-1)?.startsWith("pwrite ") ?? true;
      if (isWrite) await killAt(tally, { library, nth, isHalf: true });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  say(`${tally.kills - tally.wrong} of ${tally.kills} kills judged right`);
  return tally.wrong > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exitCode = await main();
