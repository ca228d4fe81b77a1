import { assertEquals } from "@std/assert";
import { sleepUnlessAborted } from "../../cmd/sleep_unless_aborted.ts";

const FOREVER_MS = 2 ** 31 - 1;

Deno.test("sleepUnlessAborted() ends by itself", async () => {
  await sleepUnlessAborted(1);
});

Deno.test("sleepUnlessAborted() ends when its signal comes", async () => {
  const end = new AbortController();
  const asleep = sleepUnlessAborted(FOREVER_MS, end.signal);
  end.abort();
  await asleep;
});

Deno.test("sleepUnlessAborted() does not begin after its signal", async () => {
  const before = performance.now();
  await sleepUnlessAborted(FOREVER_MS, AbortSignal.abort());
  assertEquals(performance.now() - before < FOREVER_MS, true);
});
