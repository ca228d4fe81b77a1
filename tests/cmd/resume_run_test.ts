/** The promises of cmd/resume_run.ts; stores themselves are in tests/cli. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { createRun } from "../../cmd/store/run_store.ts";
import { processMark, type RunState } from "../../cmd/store/run_state.ts";
import { type CliEnd, runCli } from "../_support/cli.ts";
import { makeRunState } from "../_support/run_state.ts";
import { withRunPlace } from "../_support/short_profile.ts";

const STORE = {
  target: "s3://bucket/p",
  url: "s3://bucket/p",
  folder: null,
  isStore: true,
  oracle: "0.oracle",
  kept: true,
} as const; // isStore is never false

/** Tries to go on with a run of that state. */
async function resume(
  state: Partial<RunState>,
  flags: readonly string[] = [],
): Promise<CliEnd> {
  let end: CliEnd | undefined;
  await withRunPlace(async ({ cwd, env }) => {
    const folder = await createRun(env.STOR_VERIFY_RUNS, "0a");
    await folder.saveState(makeRunState({ runId: "0a", ...state }));
    end = await runCli(["run", "--resume", "0a", ...flags], { cwd, env });
  });
  if (end === undefined) throw new TypeError("it did not run");
  return end;
}

Deno.test("resumeRun() refuses each run that it cannot go on with", async () => {
  const processId = Deno.pid;
  const cut = { state: "interrupted" } as const; // not any text
  const refused: [Partial<RunState>, string][] = [
    [
      { state: "running", processId, processMark: processMark(processId) },
      "it is still running",
    ],
    [{ ...cut, places: [{ ...STORE, kept: false }] }, "objects are deleted"],
    [{ places: [STORE] }, "it is complete"],
    [{ ...cut, places: [STORE] }, "its plan.json is gone"],
    [{
      ...cut,
      places: [{
        target: "file:///x",
        url: "file:///x",
        folder: "/x",
        oracle: "0.oracle",
        kept: true,
      }],
    }, "only keys can be taken up again"],
  ];
  for (const [state, sentence] of refused) {
    const end = await resume(state);
    assertEquals([end.exit, end.out], [2, ""], sentence);
    assertStringIncludes(end.err, sentence);
  }
});

Deno.test("resumeRun() takes no flag that would make another plan", async () => {
  const end = await resume({ places: [STORE] }, ["--seed", "1", "--replace"]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, "Cannot use --seed with --resume");
  assertStringIncludes(end.err, "Cannot use --replace with --resume");
});
