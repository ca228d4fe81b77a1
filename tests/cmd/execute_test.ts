/** The promises of cmd/execute.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { type ExecuteOptions, executePlan } from "../../cmd/execute.ts";
import { machineFacts } from "../../cmd/machine.ts";
import { testContext } from "../_support/cli.ts";
import { FakeBlockFace } from "../_support/fake_space.ts";
import { plan } from "../_support/plan_fixture.ts";

function setUp(changes: Partial<ExecuteOptions> = {}) {
  const seen: string[] = [];
  let now = 0;
  const options: ExecuteOptions = {
    plan: plan(),
    mode: "create",
    faces: new Map([["local", new FakeBlockFace()]]),
    core: {
      nowNs: () => now += 1e6,
      usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
      statusText: (status) => `status ${status}`,
    },
    clock: testContext().clock,
    tool: "stor-verify 0.0.0",
    machine: machineFacts("portable"),
    faultsArmed: [],
    display: {
      sample: ({ type }) => seen.push(type),
      interval: () => seen.push("row"),
      say: () => {},
      end: () => seen.push("end"),
    },
    interrupt: {
      signal: new AbortController().signal,
      hardSignal: new AbortController().signal,
    },
    oraclePath: () => undefined,
    ...changes,
  };
  return { options, seen };
}

Deno.test("executePlan() records what it shows, and ends the display", async () => {
  const { options, seen } = setUp();
  const { recording, isAbandoned } = await executePlan(options);
  assertEquals(isAbandoned, false);
  assertEquals(recording.steps.map(({ step }) => step), ["fill"]);
  assertEquals(recording.interrupted, false);
  assertEquals([seen[0], seen.at(-1)], ["step-started", "end"]);
});

Deno.test("executePlan() begins the log of operations before any of them", async () => {
  const told: string[] = [];
  const { options } = setUp({
    operations: {
      begin: () => told.push("begin"),
      lanes: () => {
        told.push("lanes");
        return { end: () => told.push("end") };
      },
      one: () => told.push("one"),
      finish: () => {
        told.push("finish");
        return Promise.resolve({ path: "/x", kept: 0, lost: 0, steps: [] });
      },
    },
  });
  const { recording } = await executePlan(options);
  assertEquals(told, ["begin", "lanes", "end", "finish"]);
  assertEquals(recording.operationLog?.path, "/x");
});

Deno.test("executePlan() of an aborted run records what was not run", async () => {
  const abort = new AbortController();
  abort.abort();
  const { options } = setUp({
    interrupt: { signal: abort.signal, hardSignal: abort.signal },
  });
  const { recording } = await executePlan(options);
  assertEquals(recording.interrupted, true);
  assertEquals(recording.notRun.map(({ step }) => step), ["fill"]);
});

Deno.test("executePlan() ends the display also when the program is wrong", async () => {
  const { options, seen } = setUp();
  const display = {
    ...options.display,
    sample: () => {
      throw new TypeError("bug");
    },
  };
  await assertRejects(() => executePlan({ ...options, display }), TypeError);
  assertEquals(seen, ["end"]);
});
