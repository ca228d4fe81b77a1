/**
 * Runs the suites, two at once where there are processors for it, and ends in
 * one line, `N passed, N failed, N skipped`. Names of suites as arguments
 * choose some; without any, all run. Exit 1 when a test failed or none ran.
 */
import {
  addTotals,
  formatTotal,
  NOTHING,
  readTotal,
  type Total,
} from "./_support/total.ts";
import { runSuite } from "./_support/suite_run.ts";
import { findSuites, type Suite } from "./_support/suites.ts";

const ROOT = new URL("../", import.meta.url);
/** More would only wait for each other: some tests need whole processors. */
const AT_ONCE_MAX = 2;

function write(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    at += Deno.stdout.writeSync(bytes.subarray(at));
  }
}

function say(line: string): void {
  write(new TextEncoder().encode(line + "\n"));
}

function choose(suites: readonly Suite[], names: readonly string[]): Suite[] {
  const known = suites.map((suite) => suite.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Cannot run the suites "${unknown.join(" ")}": there are ` +
        known.join(" "),
    );
  }
  return suites.filter((suite) =>
    names.length === 0 || names.includes(suite.name)
  );
}

async function buildCore(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "ffi/build.ts"],
    cwd: ROOT,
  }).spawn().status;
  return success;
}

/** Its output comes in one piece, whoever else runs beside it. */
async function runOne(suite: Suite): Promise<Total> {
  const startMs = performance.now();
  let output = new Uint8Array();
  const ended = await runSuite(suite, {
    root: ROOT,
    print: (printed) => output = new Uint8Array(printed),
  });
  const seconds = Math.round((performance.now() - startMs) / 1000);
  say(`\n== ${suite.name}, ${seconds} s`);
  write(output);
  for (const line of ended.remarks) say(line);
  const lost = { ...NOTHING, failed: ended.lost };
  return addTotals(readTotal(ended.junit), lost);
}

async function main(names: readonly string[]): Promise<number> {
  const suites = choose(await findSuites(ROOT), names);
  let total: Total = NOTHING;
  if (suites.some((suite) => suite.needsCore) && !await buildCore()) {
    say("The C core does not build: everything that needs it will fail");
    total = addTotals(total, { ...NOTHING, failed: 1 });
  }
  const waiting = [...suites];
  const runSome = async () => {
    for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
      const one = await runOne(suite);
      total = addTotals(total, one);
    }
  };
  const width = Math.min(AT_ONCE_MAX, navigator.hardwareConcurrency);
  await Promise.all(Array.from({ length: width }, runSome));
  if (total.skipped.length > 0) {
    say("\nSkipped:");
    for (const name of total.skipped) say(`  ${name}`);
  }
  say(`\n${formatTotal(total)}`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(Deno.args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say(formatTotal({ ...NOTHING, failed: 1 }));
    Deno.exitCode = 1;
  }
}
