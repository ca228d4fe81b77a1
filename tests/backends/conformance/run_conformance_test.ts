import { assertEquals } from "@std/assert";
import {
  type ConformanceResult,
  FaultBackend,
  HidingBackend,
  runConformance,
} from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";
import { outcomeOf } from "../_canaries.ts";

const SEED = 3;

Deno.test("runConformance() names the promise that is not claimed", async () => {
  const hiding = new HidingBackend(new MemBackend({ url: "mem:" }), "list");
  const { results } = await runConformance(hiding, {
    seed: SEED,
    select: (id) => id === "object.list.delimiter",
  });
  assertEquals(results, [{
    id: "object.list.delimiter",
    proves: "listDelimiter",
    outcome: "not claimed",
    reason: "It lacks list",
  }]);
});

Deno.test("runConformance() leaves out refusals of what is claimed", async () => {
  const { results } = await runConformance(new MemBackend({ url: "mem:" }), {
    seed: SEED,
    select: (id) => id.startsWith("object.refused."),
  });
  assertEquals(results.map(({ id }) => id), ["object.refused.sync"]);
});

Deno.test("runConformance() tells each result as it comes, with what was wrong", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const liar = new FaultBackend(mem, { lie: "put.wrong-size" });
  const told: ConformanceResult[] = [];
  const { results } = await runConformance(liar, {
    seed: SEED,
    select: (id) => id === "object.put.facts",
    onResult: (result) => told.push(result),
  });
  assertEquals(told, results);
  assertEquals(
    told[0]?.reason,
    "The size that put returns is 1235, and should be 1234",
  );
});

Deno.test("runConformance() takes its keys away, and names those it cannot", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const select = (id: string) => id === "object.put.facts";
  assertEquals((await runConformance(mem, { seed: SEED, select })).left, []);
  assertEquals((await mem.list()).objects, []);
  const stuck = new HidingBackend(mem, "delete");
  const { left } = await runConformance(stuck, { seed: SEED, select });
  assertEquals(left, ["conform-3-0/k"]);
});

Deno.test("runConformance() touches no key of somebody else", async () => {
  const mem = new MemBackend({ url: "mem:" });
  await mem.put("mine", new Uint8Array([7]));
  await runConformance(mem, { seed: SEED });
  assertEquals((await mem.list()).objects.map(({ key }) => key), ["mine"]);
});

Deno.test("canary: a case that the world stops has failed, and is not broken", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const down = new FaultBackend(mem, { lie: "put.unavailable" });
  assertEquals(await outcomeOf(down, "object.put.facts"), "failed");
});

Deno.test("canary: a backend that throws what is no StorageError is broken", async () => {
  const mem = new MemBackend({ url: "mem:" });
  const bug = new FaultBackend(mem, { lie: "put.bug" });
  assertEquals(await outcomeOf(bug, "object.put.facts"), "broken");
});
