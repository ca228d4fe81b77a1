import { assertEquals } from "@std/assert";
import type { ListOptions } from "../../backends/mod.ts";
import { keyBytes } from "../../backends/key.ts";
import { PageCollector } from "../../backends/list_page.ts";

async function pageOf(keys: readonly string[], options: ListOptions) {
  const collector = new PageCollector(options);
  for (const key of keys) collector.offer(keyBytes(key));
  const page = await collector.page((key) =>
    Promise.resolve({ key, sizeBytes: 0, etag: "", modifiedMs: 0 })
  );
  return { ...page, objects: page.objects.map(({ key }) => key) };
}

Deno.test("PageCollector keeps the smallest keys, however many go by", async () => {
  const keys = Array.from({ length: 1000 }, (_, i) => `k${(i * 7919) % 1000}`);
  const sorted = [...keys].sort();
  assertEquals(await pageOf(keys, { limit: 3 }), {
    objects: sorted.slice(0, 3),
    prefixes: [],
    next: sorted[2],
  });
});

Deno.test("PageCollector goes on after a folded prefix", async () => {
  const keys = ["a/1", "a/2", "b", "c/1", "d"];
  const first = await pageOf(keys, { delimiter: "/", limit: 2 });
  assertEquals(first, { objects: ["b"], prefixes: ["a/"], next: "b" });
  const rest = await pageOf(keys, { delimiter: "/", limit: 2, after: "b" });
  assertEquals(rest, { objects: ["d"], prefixes: ["c/"] });
});

Deno.test("PageCollector folds only what follows the prefix", async () => {
  const keys = ["a/", "a/b", "a/b/c", "ab"];
  const page = await pageOf(keys, { delimiter: "/", prefix: "a/" });
  assertEquals(page, { objects: ["a/", "a/b"], prefixes: ["a/b/"] });
});

Deno.test("PageCollector.wants() skips what cannot change the page", () => {
  const collector = new PageCollector({
    prefix: "a/",
    delimiter: "/",
    after: "a/k",
  });
  assertEquals(collector.wants(""), true);
  assertEquals(collector.wants("a/"), true);
  assertEquals(collector.wants("b/"), false);
  assertEquals(collector.wants("a/c/"), false);
  assertEquals(collector.wants("a/m/"), true);
  collector.offer("a/m/1");
  assertEquals(collector.wants("a/m/"), false);
});
