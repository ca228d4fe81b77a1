import { assert, assertEquals } from "@std/assert";
import { KeySpace } from "../../../../engine/workloads/consistency/key_space.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

const make = () => new KeySpace({ prefix: "run/", keys: 2 });

Deno.test("KeySpace keeps hot keys for the whole run", () => {
  const [space, choice] = [make(), new SeededChoice(1)];
  const keys = new Set<string>();
  for (let at = 0; at < 500; at += 1) {
    keys.add(space.take("hot", choice).log.key);
  }
  assertEquals([...keys].sort(), ["run/hot/000", "run/hot/001"]);
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
