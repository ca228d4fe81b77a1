import { assert, assertEquals } from "@std/assert";
import { Contests } from "../../../../engine/workloads/consistency/contests.ts";
import { KeySpace } from "../../../../engine/workloads/consistency/key_space.ts";

const place = new KeySpace({ prefix: "", keys: 1 }).fresh("contest");

/** Whether a promise is settled once all that is due has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return settled;
}

Deno.test("Contests let clients begin only once enough have come", async () => {
  const contests = new Contests(3);
  assertEquals(contests.join(), null);
  contests.open({ place });
  const first = contests.join();
  const second = contests.join();
  if (first === null || second === null) throw new Error("Nobody joined");
  assert(!await isSettled(first.begun));
  const third = contests.join();
  if (third === null) throw new Error("Nobody joined");
  assert(await isSettled(first.begun));
  assert(await isSettled(third.begun));
  assertEquals(contests.join(), null);
});

Deno.test("Contests keep the open one when another is begun", () => {
  const contests = new Contests(2);
  contests.open({ place });
  contests.open({ place, version: { etag: "e", value: 1 } });
  assertEquals(contests.join()?.version, undefined);
});

Deno.test("Contests let everybody go when they are closed", async () => {
  const contests = new Contests(5);
  contests.open({ place });
  const joined = contests.join();
  if (joined === null) throw new Error("Nobody joined");
  contests.close();
  assert(await isSettled(joined.begun));
  contests.open({ place });
  assertEquals(contests.join(), null);
});
