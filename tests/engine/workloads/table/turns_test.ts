import { assertEquals, assertRejects } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import {
  COMMITS_AT_ONCE,
  commitsOf,
  Turns,
} from "../../../../engine/workloads/table/turns.ts";

async function settle(): Promise<void> {
  for (let tick = 0; tick < 10; tick++) await Promise.resolve();
}

Deno.test("Turns lets a few work at once, in the order in which they came", async () => {
  const turns = new Turns(3);
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: 5 }, (_, index) =>
    turns.take(async () => {
      began.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      return index;
    }));
  await settle();
  assertEquals(began, [0, 1, 2]);
  ends[1]?.();
  await settle();
  assertEquals(began, [0, 1, 2, 3]);
  for (let next = 0; next < all.length; next++) {
    ends[next]?.();
    await settle();
  }
  assertEquals(await Promise.all(all), began);
});

Deno.test("Turns goes on after a failure", async () => {
  const turns = new Turns(1);
  for (let turn = 0; turn < 3; turn++) {
    const failing = () => Promise.reject(new Error("no"));
    await assertRejects(() => turns.take(failing), Error, "no");
  }
  assertEquals(await turns.take(() => Promise.resolve(1)), 1);
});

Deno.test("commitsOf() is one for each table, so that none holds another up", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const one = commitsOf({ backend, root: "a/" });
  assertEquals(commitsOf({ backend, root: "a/" }) === one, true);
  const { promise, resolve } = Promise.withResolvers<void>();
  const stuck = Array.from(
    { length: COMMITS_AT_ONCE },
    () => one.turns.take(() => promise),
  );
  const other = commitsOf({ backend, root: "b/" });
  assertEquals(await other.turns.take(() => Promise.resolve(2)), 2);
  resolve();
  await Promise.all(stuck);
});
