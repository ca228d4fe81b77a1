/**
 * Runs one suite in a child and brings back what it reported. What a report
 * cannot show is counted as lost: a file that does not compile, a crash, a
 * suite that hangs or runs nothing.
 */
import { readTotal } from "./total.ts";
import type { Suite } from "./suites.ts";

export interface SuiteEnded {
  /** JUnit text; empty when the child wrote none. */
  readonly junit: string;
  /** Failures that the JUnit text does not hold. */
  readonly lost: number;
  /** What was lost, a line each. */
  readonly remarks: readonly string[];
}

/** A whole suite takes minutes; one that takes longer hangs. */
const LIMIT_MS = 15 * 60_000;

export interface SuiteRunOptions {
  /** Top of the checkout. */
  readonly root: URL;
  /** Gets what `deno test` printed, in one piece at its end. */
  readonly print: (output: Uint8Array) => void;
}

/** Runs `deno test` with the suite's arguments. */
export async function runSuite(
  suite: Suite,
  { root, print }: SuiteRunOptions,
): Promise<SuiteEnded> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-suite-" });
  try {
    const path = `${folder}/junit.xml`;
    const limit = AbortSignal.timeout(LIMIT_MS);
    const log = `${folder}/output.txt`;
    const { code } = await new Deno.Command("sh", {
      args: [
        ...["-c", 'log=$1; shift; exec "$@" >"$log" 2>&1', "sh", log],
        Deno.execPath(),
        "test",
        "--no-prompt",
        "--lock=deno.lock",
        "--frozen",
        `--junit-path=${path}`,
        ...suite.args,
      ],
      cwd: root,
      signal: limit,
      stdin: "null",
    }).spawn().status;
    print(await Deno.readFile(log));
    const junit = await Deno.readTextFile(path).catch(() => "");
    return { junit, ...judge({ code, junit, hung: limit.aborted }) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Run {
  readonly code: number;
  readonly junit: string;
  readonly hung: boolean;
}

/** What the exit code knows and the report does not. */
export function judge(run: Run): Omit<SuiteEnded, "junit"> {
  const { passed, failed } = readTotal(run.junit);
  const remarks: string[] = [];
  if (run.hung) {
    remarks.push(`The suite was ended after ${LIMIT_MS / 60_000} minutes`);
  } else if (run.code !== 0 && failed === 0) {
    remarks.push(`The suite ended with code ${run.code} and no failed test`);
  } else if (passed + failed === 0) remarks.push("The suite ran no test");
  return { lost: remarks.length, remarks };
}
