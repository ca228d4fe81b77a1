/**
 * Kills runs at random moments and has `verify` judge each: `deno task soak
 * [COUNT [SEED]]`, 200 moments unless it is said. Exit 1 when one was judged
 * wrong; the seed and the number of a moment repeat it.
 */
import { killMoments } from "./_support/kill_moments.ts";
import { killOnce } from "./_support/kill_run.ts";

const COUNT = 200;

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function main(args: readonly string[]): Promise<number> {
  const count = Number(args[0] ?? COUNT);
  const seed = Number(args[1] ?? Date.now() % 1e9);
  say(`seed ${seed}, ${count} moments`);
  const tally = new Map<string, number>();
  let wrong = 0;
  for (const [index, moment] of killMoments(seed, count).entries()) {
    const { afterMs, scenario } = moment;
    const outcome = await killOnce(moment).catch((error) => {
      wrong += 1;
      return `WRONG: ${error}`;
    });
    say(`${index}  ${scenario.name}  after ${afterMs} ms  ${outcome}`);
    const row = `${scenario.name}: ${outcome.replace(/:.*/s, "")}`;
    tally.set(row, (tally.get(row) ?? 0) + 1);
  }
  for (const [row, times] of [...tally].sort()) say(`${times}  ${row}`);
  say(`${count - wrong} of ${count} judged right, seed ${seed}`);
  return wrong > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
