/** The promises of cmd/store/run_state.ts. */
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  isOfEarlierBoot,
  isRunAlive,
  parseRunState,
  processMark,
  settledState,
} from "../../../cmd/store/run_state.ts";
import { makeRunState } from "../../_support/run_state.ts";
import { withZombie } from "../../_support/zombie.ts";

Deno.test("settledState() calls a run without its process interrupted", () => {
  const state = makeRunState({ state: "running" });
  assertEquals(settledState(state, () => false), "interrupted");
  assertEquals(settledState(state, () => true), "running");
  assertEquals(settledState(makeRunState(), () => false), "complete");
});

Deno.test("isRunAlive() tells a process from a later one with its id", () => {
  const mark = processMark(Deno.pid);
  assertNotEquals(mark, "");
  assertEquals(isRunAlive(makeRunState({ processMark: mark })), true);
  assertEquals(isRunAlive(makeRunState({ processMark: "other" })), false);
});

Deno.test("isRunAlive() finds no process that has ended", async () => {
  const child = new Deno.Command("true").spawn();
  await child.status;
  const state = makeRunState({ processId: child.pid, processMark: "" });
  assertEquals(isRunAlive(state), false);
});

Deno.test("isRunAlive() takes a zombie for a process that has ended", async () => {
  await withZombie((processId) => {
    assertEquals(processMark(processId), "");
    const state = makeRunState({ processId, processMark: "" });
    assertEquals(isRunAlive(state), false);
  });
});

Deno.test("isRunAlive() does not judge a run of another host", () => {
  assertEquals(isRunAlive(makeRunState({ host: "elsewhere" })), true);
});

Deno.test("isOfEarlierBoot() tells a run from before this host was started", () => {
  const mark = processMark(Deno.pid);
  const of = (processMark: string, host = Deno.hostname()) =>
    isOfEarlierBoot(makeRunState({ processMark, host }));
  assertEquals(of(mark), false);
  assertEquals(of("00000000-0000-0000-0000-000000000000 5"), true);
  assertEquals(of("00000000-0000-0000-0000-000000000000 5", "there"), false);
});

Deno.test("parseRunState() reads what was saved", () => {
  const state = makeRunState();
  assertEquals(parseRunState(JSON.stringify(state)), state);
});

Deno.test("parseRunState() takes no damaged or foreign text", () => {
  const text = JSON.stringify(makeRunState());
  for (
    const bad of [text.slice(0, -2), "{}", "null", '"run"', "[]"]
  ) assertEquals(parseRunState(bad), undefined, bad);
  const other = JSON.stringify({ ...makeRunState(), state: "dancing" });
  assertEquals(parseRunState(other), undefined);
});
