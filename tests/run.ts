/**
 * Runs the suites one after another and ends in one line,
 * `N passed, N failed, N skipped`. Names of suites as arguments choose some;
 * without any, all run. Exit 1 when a test failed or none ran.
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

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
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

async function main(names: readonly string[]): Promise<number> {
  const suites = choose(await findSuites(ROOT), names);
  let total: Total = NOTHING;
  if (suites.some((suite) => suite.needsCore) && !await buildCore()) {
    say("The C core does not build: everything that needs it will fail");
    total = addTotals(total, { ...NOTHING, failed: 1 });
  }
  for (const suite of suites) {
    say(`\n== ${suite.name}`);
    const ended = await runSuite(suite, { root: ROOT, output: "inherit" });
    for (const line of ended.remarks) say(line);
    total = addTotals(total, readTotal(ended.junit));
    total = addTotals(total, { ...NOTHING, failed: ended.lost });
  }
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
