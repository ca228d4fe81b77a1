/**
 * Sums test results over suites. JUnit text as Deno writes it goes in, counts
 * and the names of what was skipped come out. Counted are leaves: a test with
 * steps is its steps, so that nothing counts twice.
 */

export interface Total {
  readonly passed: number;
  readonly failed: number;
  /** A skip says why in its name, or it says nothing. */
  readonly skipped: readonly string[];
}

/** No test at all. */
export const NOTHING: Total = { passed: 0, failed: 0, skipped: [] };

interface Outcome {
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
}

/** Reads one JUnit file. */
export function readTotal(junit: string): Total {
  let total = NOTHING;
  for (const suite of junit.split("<testsuite ").slice(1)) {
    total = addTotals(total, countLeaves(readOutcomes(suite)));
  }
  return total;
}

/** Sums two totals. */
export function addTotals(a: Total, b: Total): Total {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
  };
}

/** The one line that CI and people read. */
export function formatTotal(total: Total): string {
  return `${total.passed} passed, ${total.failed} failed, ` +
    `${total.skipped.length} skipped`;
}

function readOutcomes(suite: string): Outcome[] {
  const cases =
    /<testcase name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;
  return [...suite.matchAll(cases)].map(([, name = "", body = ""]) => ({
    name: unescapeXml(name),
    state: /<(failure|error)\b/.test(body)
      ? "failed"
      : /<skipped\b/.test(body)
      ? "skipped"
      : "passed",
  }));
}

function countLeaves(outcomes: readonly Outcome[]): Total {
  const counted = outcomes.filter((outcome) => {
    const steps = outcomes.filter((other) =>
      other.name.startsWith(`${outcome.name} > `)
    );
    if (steps.length === 0) return true;
    // A test that fails after its steps passed is a failure of its own.
    return outcome.state === "failed" &&
      steps.every((step) => step.state !== "failed");
  });
  const inState = (state: Outcome["state"]) =>
    counted.filter((outcome) => outcome.state === state);
  return {
    passed: inState("passed").length,
    failed: inState("failed").length,
    skipped: inState("skipped").map((outcome) => outcome.name),
  };
}

function unescapeXml(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
