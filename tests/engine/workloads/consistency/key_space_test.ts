import { assert, assertEquals, assertThrows } from "@std/assert";
import { KeySpace } from "../../../../engine/workloads/consistency/key_space.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

const make = () => new KeySpace({ prefix: "run/", keys: 2 });

Deno.test("KeySpace keeps hot keys for the whole run", () => {
  const [space, choice] = [make(), new SeededChoice(1)];
  const keys = new Set<string>();
  for (let at = 0; at < 500; at += 1) {
    keys.add(space.take("hot", choice).log.key);
  }
  assertEquals([...keys].sort(), ["run/hot/0000", "run/hot/0001"]);
});

Deno.test("KeySpace replaces a churn key after 24 operations", () => {
  const [space, choice] = [make(), new SeededChoice(1)];
  const counts = new Map<string, number>();
  for (let at = 0; at < 1000; at += 1) {
    const { key } = space.take("churn", choice).log;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert(Math.max(...counts.values()) === 24);
  assert(counts.size >= 41, `${counts.size} keys`);
});

Deno.test("KeySpace lists eight churn keys together, in order", () => {
  const [space, choice] = [make(), new SeededChoice(1)];
  for (let at = 0; at < 1000; at += 1) space.take("churn", choice);
  const keys = space.below("run/churn/000001/").map(({ key }) => key);
  assertEquals(keys.length, 8);
  assertEquals(keys, keys.toSorted());
  assertEquals(space.below("elsewhere/"), []);
});

Deno.test("KeySpace numbers every key once", () => {
  const [space, choice] = [make(), new SeededChoice(1)];
  for (let at = 0; at < 300; at += 1) space.take("churn", choice);
  const numbers = space.logs.map(({ number }) => number);
  assertEquals(new Set(numbers).size, space.logs.length);
});

Deno.test("KeySpace finds the keys of a history that it did not make", () => {
  const [made, read] = [make(), make()];
  const choice = new SeededChoice(1);
  const key = made.fresh("contest").log.key;
  assertEquals(read.find(key).key, key);
  assertEquals(read.find("run/hot/0001").key, "run/hot/0001");
  assertEquals(made.take("contest", choice).log.key, key);
  for (const other of ["run/hot/0002", "run/other/0000", "hot/0000", ""]) {
    assertThrows(() => read.find(other), RangeError, "no key of this run");
  }
});

Deno.test("KeySpace takes a hot key before the first contest", () => {
  const key = make().take("contest", new SeededChoice(1)).log.key;
  assert(key.startsWith("run/hot/"), key);
});
