/**
 * What takes long about consistency, with its numbers. `lies` finds each lie of
 * the reference endpoints; `honest [COUNT [STORE [SEED]]]` has clients at an
 * honest one behind a bad network, a million attempts unless it is said. Exit 1
 * when a lie was not found or an honest endpoint was accused.
 */
import { runHonest } from "./backends/consistency/_honest_run.ts";
import { findLie, LIES, titleOf } from "./backends/consistency/_lies.ts";

const COUNT = 1_000_000;
const STORES = ["s3", "azure"] as const;
const SAY_EVERY = 20_000;
/** Rare: most attempts pass. Of two that are due at once only one happens. */
const FAULTS = [
  "reset:every=500",
  "reset-request:every=600:arg=100",
  "cut:every=400",
  "cut-request:every=300",
  "delay:every=300:arg=20",
  "slow-loris:every=2000:arg=1",
  "http-503:every=3000:arg=20",
  "refuse:every=100:arg=20",
  "half-open:every=9973",
  "stall:every=9967",
];

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

async function lies(): Promise<boolean> {
  let areFound = true;
  for (const store of STORES) {
    for (const lie of LIES[store]) {
      const startMs = performance.now();
      const told = await findLie(store, lie).then(
        ({ finding: { name, witness } }) => `${name}, ${witness.length} steps`,
        (error) => {
          areFound = false;
          return `NOT FOUND: ${error}`;
        },
      );
      const took = seconds(performance.now() - startMs);
      say(`${store}  ${titleOf(lie)}  ${took}  ${told}`);
    }
  }
  return areFound;
}

async function honest(args: readonly string[]): Promise<boolean> {
  const [count = COUNT, store = "s3", seed = Date.now() % 1e9] = args;
  const startMs = performance.now();
  say(`${count} attempts at ${store}, seed ${seed}`);
  const { report, counts, judgedMs } = await runHonest({
    store: store === "azure" ? store : "s3",
    operations: Number(count),
    seed: Number(seed),
    faults: FAULTS,
    say: (ended) => {
      if (ended % SAY_EVERY > 0) return;
      say(`${ended} after ${seconds(performance.now() - startMs)}`);
    },
  });
  const { operations, failures, findingCounts, level, reads, lists } = report;
  for (const [name, { asked, ...outcomes }] of Object.entries(operations)) {
    say(`${name}: ${asked}  ${JSON.stringify(outcomes)}`);
  }
  for (const { fault, fired } of counts) say(`${fault}: ${fired} times`);
  say(`failures ${JSON.stringify(failures)}`);
  say(`reads ${JSON.stringify(reads)}`);
  say(`lists ${JSON.stringify(lists)}`);
  say(`judged in ${seconds(judgedMs)}: ${level}`);
  say(`findings ${JSON.stringify(findingCounts)}`);
  for (const finding of report.findings) say(JSON.stringify(finding));
  return report.findings.length === 0 && report.stoppedBy === "limit";
}

async function main([what, ...args]: readonly string[]): Promise<number> {
  const isRight = what === "lies" ? await lies() : await honest(args);
  return isRight ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args.slice());
