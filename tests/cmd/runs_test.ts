/** The promises of cmd/runs.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { createRun } from "../../cmd/store/run_store.ts";
import { runCli } from "../_support/cli.ts";
import { makeRunState } from "../_support/run_state.ts";

Deno.test("runs lists each run with its verdict, and kept files", async () => {
  const root = await Deno.makeTempDir();
  const place = {
    target: "local",
    url: "file:///x",
    folder: "/x",
    oracle: "0.oracle",
    kept: true,
  };
  const states = [
    makeRunState({ runId: "0a" }),
    makeRunState({
      runId: "0b",
      startedAt: "2026-11-21T01:00:00.000Z",
      state: "running",
      processMark: "gone",
      places: [place],
    }),
  ];
  for (const state of states) {
    await (await createRun(root, state.runId)).saveState(state);
  }
  const text = await runCli(["runs", "--runs", root]);
  assertEquals(text, {
    exit: 0,
    out: "0a  2026-11-21T00:00:00Z  quick  pass\n" +
      "0b  2026-11-21T01:00:00Z  quick  interrupted  kept\n",
    err: "",
  });
  const json = await runCli(["runs", "--runs", root, "--json"]);
  assertStringIncludes(json.out, '"state": "interrupted"');
  await Deno.remove(root, { recursive: true });
});

Deno.test("runs says when there are none, and names what is damaged", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/junk`);
  const end = await runCli(["runs", "--runs", root]);
  assertEquals(end, {
    exit: 0,
    out: `No runs in "${root}"\n`,
    err: `Cannot read the run in "${root}/junk"\n`,
  });
  await Deno.remove(root, { recursive: true });
});
