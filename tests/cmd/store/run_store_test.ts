/** The promises of cmd/store/run_store.ts. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createRun,
  findRun,
  listRuns,
  runsPath,
} from "../../../cmd/store/run_store.ts";
import { UsageError } from "../../../cmd/usage_error.ts";
import { testContext } from "../../_support/cli.ts";
import { makeRunState } from "../../_support/run_state.ts";

function pathFor(env: Record<string, string>, given?: string): string {
  return runsPath(testContext({ env, cwd: "/w" }), { text: () => given });
}

async function withRuns(
  ids: readonly string[],
  body: (root: string) => Promise<void>,
): Promise<void> {
  const root = `${await Deno.makeTempDir()}/runs`;
  for (const [index, runId] of ids.entries()) {
    const folder = await createRun(root, runId);
    const startedAt = `2026-11-21T00:00:0${index}.000Z`;
    await folder.saveState(makeRunState({ runId, startedAt }));
  }
  await body(root);
  await Deno.remove(root.replace(/\/runs$/, ""), { recursive: true });
}

Deno.test("runsPath() prefers the flag, then each variable in turn", () => {
  const env = { STOR_VERIFY_RUNS: "/r", XDG_STATE_HOME: "/x", HOME: "/h" };
  assertEquals(pathFor(env, "here"), "/w/here");
  assertEquals(pathFor(env), "/r");
  assertEquals(
    pathFor({ XDG_STATE_HOME: "/x", HOME: "/h" }),
    "/x/stor-verify/runs",
  );
  assertEquals(
    pathFor({ HOME: "/h" }),
    "/h/.local/state/stor-verify/runs",
  );
});

Deno.test("runsPath() asks for --runs when nothing tells", () => {
  assertThrows(() => pathFor({}), UsageError, "give --runs DIR");
});

Deno.test("createRun() makes a folder that only its owner can read", async () => {
  await withRuns(["0a"], async (root) => {
    const { mode } = await Deno.stat(`${root}/0a`);
    assertEquals((mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("createRun() says how to give another place", async () => {
  const file = await Deno.makeTempFile();
  await assertRejects(
    () => createRun(`${file}/runs`, "0a"),
    UsageError,
    "give a writable place with --runs DIR",
  );
  await Deno.remove(file);
});

Deno.test("listRuns() lists the oldest first and names what is damaged", async () => {
  await withRuns(["0b", "0a"], async (root) => {
    await Deno.mkdir(`${root}/broken`);
    const { runs, damaged } = await listRuns(root);
    assertEquals(runs.map(({ state }) => state.runId), ["0b", "0a"]);
    assertEquals(damaged, [`${root}/broken`]);
  });
});

Deno.test("listRuns() finds no runs in a folder that is not there", async () => {
  assertEquals(await listRuns("/nowhere/at/all"), { runs: [], damaged: [] });
});

Deno.test("findRun() takes an id, a beginning, last and a path", async () => {
  await withRuns(["0123", "4567"], async (root) => {
    const options = { root, cwd: root };
    for (
      const [name, id] of [
        ["0123", "0123"],
        ["01", "0123"],
        ["last", "4567"],
        [`${root}/4567`, "4567"],
        ["./0123", "0123"],
      ] as const
    ) {
      const { state } = await findRun(name, options);
      assertEquals(state.runId, id, name);
    }
  });
});

Deno.test("findRun() refuses a beginning of two runs and an unknown name", async () => {
  await withRuns(["0123", "0145"], async (root) => {
    const options = { root, cwd: root };
    await assertRejects(
      () => findRun("01", options),
      UsageError,
      'Cannot tell which run "01" is: 0123, 0145',
    );
    await assertRejects(
      () => findRun("9", options),
      UsageError,
      "the latest are 0123, 0145",
    );
  });
});

Deno.test("findRun() says when there are no runs at all", async () => {
  await assertRejects(
    () => findRun("last", { root: "/nowhere/at/all", cwd: "/" }),
    UsageError,
    "there are no runs",
  );
});

Deno.test("findRun() does not take an older run for the last when the newest is damaged", async () => {
  await withRuns(["0a", "0b"], async (root) => {
    const at = (name: string) => `${root}/${name}`;
    const options = { root, cwd: "/" };
    for (const [index, id] of ["0a", "0b"].entries()) {
      await Deno.writeTextFile(at(`${id}/plan.json`), "{}");
      await Deno.utime(at(`${id}/plan.json`), index, 1000 + index);
    }
    await Deno.writeTextFile(at("0b/run.json"), "{");
    await assertRejects(
      () => findRun("last", options),
      UsageError,
      `the run.json in "${root}/0b" is damaged`,
    );
    assertEquals((await findRun("0a", options)).state.runId, "0a");
    // One that never got a state touched nothing.
    await Deno.remove(at("0b/run.json"));
    assertEquals((await findRun("last", options)).state.runId, "0a");
    await Deno.writeTextFile(at("0b/run.json"), "{");
    await Deno.utime(at("0b/plan.json"), 1, 999);
    assertEquals((await findRun("last", options)).state.runId, "0a");
  });
});
