import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { collectUnnamed } from "../../../cmd/copy/collect_unnamed.ts";

function options(signal = new AbortController().signal) {
  const describe = (error: unknown) =>
    error instanceof Error ? error.message : "";
  return { signal, describe };
}

async function* listed(keys: readonly string[], failure?: Error) {
  for (const key of keys) yield await Promise.resolve(key);
  if (failure !== undefined) throw failure;
}

Deno.test("collectUnnamed() counts all, and keeps the first ones, sorted", async () => {
  const keys = Array.from({ length: 1500 }, (_, at) => `k${at}`);
  const found = await collectUnnamed(listed(keys), options());
  assertEquals([found.count, found.keys.length, found.failure], [
    ...[1500, 1000, null],
  ]);
  assertEquals(found.keys.slice(0, 3), ["k0", "k1", "k10"]);
});

Deno.test("collectUnnamed() tells why it saw no more, and what it saw", async () => {
  const denied = new StorageError("No ListBucket", {
    ...{ kind: "Unavailable", operation: "list" },
  });
  assertEquals(await collectUnnamed(listed(["b", "a"], denied), options()), {
    ...{ count: 2, keys: ["a", "b"], failure: "No ListBucket" },
  });
  const ours = listed([], new TypeError("Ours"));
  await assertRejects(() => collectUnnamed(ours, options()), TypeError);
});

Deno.test("collectUnnamed() ends when it is asked to, and asks for nothing behind that", async () => {
  const abort = new AbortController();
  async function* endless() {
    for (let at = 0;; at++) {
      if (at === 3) abort.abort();
      yield await Promise.resolve(`${at}`);
    }
  }
  const found = await collectUnnamed(endless(), options(abort.signal));
  assertEquals([found.count, found.failure], [4, "interrupted"]);
  const none = await collectUnnamed(endless(), options(abort.signal));
  assertEquals([none.count, none.failure], [0, "interrupted"]);
});
