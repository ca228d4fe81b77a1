/** The promises of cmd/last_lines.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { lastLines } from "../../cmd/last_lines.ts";
import type { RunPlace } from "../../cmd/store/run_state.ts";
import { buildReport, type Verdict } from "../../engine/mod.ts";
import { recording } from "../_support/report_fixture.ts";

const STORE: RunPlace = {
  target: "store",
  url: "s3://b/p",
  folder: null,
  isStore: true,
  oracle: "0.oracle",
  kept: true,
};

function linesOf(
  outcome: Verdict["outcome"],
  place: RunPlace,
  repeat: readonly string[] = [],
): string {
  const report = buildReport(recording());
  return lastLines({
    plan: { runId: "12ab" },
    report: { ...report, verdict: { ...report.verdict, outcome } },
    folder: { path: "/runs/12ab" },
    released: { places: [place], left: [], retries: ["3 requests"] },
    repeat,
  });
}

Deno.test("lastLines() are commands that can be typed as they stand", () => {
  const text = linesOf("wrong", STORE, ["--config", "/my files/sv.yaml"]);
  for (const command of ["verify", "clean"]) {
    assertStringIncludes(
      text,
      `stor-verify ${command} 12ab --config '/my files/sv.yaml'\n`,
    );
  }
  assertEquals(text.includes("--resume"), false);
});

Deno.test("lastLines() say how to go on with a run that was cut off", () => {
  assertStringIncludes(
    linesOf("interrupted", STORE),
    "stor-verify run --resume 12ab\n",
  );
  assertStringIncludes(linesOf("failed", STORE), "--resume");
  const { isStore: _, ...file } = STORE;
  assertEquals(linesOf("interrupted", file).includes("--resume"), false);
});

Deno.test("lastLines() tell what was deleted and what was sent again", () => {
  const text = linesOf("pass", { ...STORE, kept: false });
  assertStringIncludes(text, "deleted  the run's objects");
  assertStringIncludes(text, "retried  3 requests\n");
});
