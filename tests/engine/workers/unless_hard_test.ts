/** The promises of engine/workers/unless_hard.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { unlessHard } from "../../../engine/workers/unless_hard.ts";

Deno.test("unlessHard() gives what was waited for, also a failure", async () => {
  const { signal } = new AbortController();
  assertEquals(await unlessHard(signal, Promise.resolve(7)), 7);
  const failing = Promise.reject(new TypeError("seven"));
  await assertRejects(() => unlessHard(signal, failing), TypeError, "seven");
});

Deno.test("unlessHard() waits no longer than until the hard signal", async () => {
  const hard = new AbortController();
  const never = new Promise<never>(() => {});
  const waiting = unlessHard(hard.signal, never);
  hard.abort();
  assertEquals(await waiting, null);
  assertEquals(await unlessHard(hard.signal, never), null);
});
