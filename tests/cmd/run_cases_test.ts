/** The promises of cmd/run_cases.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { FaultBackend, HidingBackend } from "../../backends/mod.ts";
import { MemBackend } from "../../backends/mem.ts";
import { againCommand, casesRunner, conform } from "../../cmd/run_cases.ts";
import { Wiring } from "../../cmd/wiring.ts";
import { resolveTarget } from "../../backends/mod.ts";
import type { Sample } from "../../engine/mod.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";
import { plan, plannedSpace, plannedTarget } from "../_support/plan_fixture.ts";

const GET = { id: "object.get.roundtrip", seed: 7 };

function mem() {
  return new MemBackend({ url: "mem:" });
}

Deno.test("conform() tells a promise that holds from one that is broken", async () => {
  assertEquals((await conform(mem(), GET)).verdict, "held");
  const liar = new FaultBackend(mem(), { lie: "get.flip" });
  assertEquals((await conform(liar, GET)).verdict, "broken");
});

Deno.test("conform() tells what is not claimed, and what others try", async () => {
  const silent = new HidingBackend(mem(), "read");
  assertEquals((await conform(silent, GET)).verdict, "not claimed");
  const refusal = { id: "object.refused.read", seed: 7 };
  assertEquals((await conform(mem(), refusal)).verdict, "skipped");
});

Deno.test("conform() says when a server is known to break a promise", async () => {
  const id = "object.list.order";
  const liar = new FaultBackend(mem(), { lie: "list.utf16-order" });
  Object.defineProperty(liar, "server", { value: "VERSITYGW" });
  const { verdict, reason } = await conform(liar, { id, seed: 7 });
  assertEquals(verdict, "broken");
  assertStringIncludes(reason, "known of versitygw v1.7.0: ");
  const other = new FaultBackend(mem(), { lie: "list.utf16-order" });
  const unknown = await conform(other, { id, seed: 7 });
  assertEquals(unknown.reason.includes("known of"), false);
});

Deno.test("conform() names the keys that it could not take away", async () => {
  const backend = mem();
  backend.delete = () => Promise.reject(new Error("no"));
  const { reason, verdict } = await conform(backend, GET);
  assertEquals(verdict, "held");
  assertStringIncludes(reason, "left behind: ");
});

Deno.test("casesRunner() spares a device that holds the run's load", async () => {
  const context = testContext();
  const wiring = new Wiring(context);
  const target = resolveTarget("mem:", new Map(), { cwd: "/" });
  await wiring.openTargets([target], "create");
  const samples: Sample[] = [];
  const run = async (kind: "device" | "memory") => {
    const runner = casesRunner({
      context,
      args: makeArgs(),
      plan: plan({
        targets: [plannedTarget({
          name: target.name,
          space: plannedSpace({ kind }),
        })],
      }),
      wiring,
      hardSignal: new AbortController().signal,
    });
    await runner({
      target: target.name,
      step: { kind: "cases", name: "cases", cases: ["block.sweep.verified"] },
      emit: (sample) => samples.push(sample),
      signal: new AbortController().signal,
    });
  };
  await run("device");
  await run("memory");
  assertEquals(
    samples.map((each) => each.type === "case-ended" ? each.verdict : null),
    ["skipped", "held"],
  );
  await wiring.close();
});

Deno.test("againCommand() can be pasted into a shell, with the faults", () => {
  const args = makeArgs({ fault: ["read.eio:after=3"] });
  assertEquals(
    againCommand({ args, id: "object.a", url: "file:///x", seed: "it's 7" }),
    "stor-verify cases run --select object.a --target file:///x " +
      "--seed 'it'\\''s 7' --fault read.eio:after=3",
  );
});
