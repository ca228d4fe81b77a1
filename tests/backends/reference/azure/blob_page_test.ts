import { assertEquals } from "@std/assert";
import { keyBytes } from "../../../../backends/key.ts";
import { pageOf } from "../../../../backends/reference/azure/blob_page.ts";
import { KeyOrder } from "../../../../backends/reference/key_order.ts";

function orderOf(names: readonly string[]): KeyOrder {
  const order = new KeyOrder();
  for (const name of names) order.add(keyBytes(name));
  return order;
}

const ALL = { prefix: "", delimiter: "", limit: 10, from: "" };

Deno.test("pageOf() folds, and goes on behind what it folded", () => {
  const order = orderOf(["a/1", "a/2", "b", "c/1", "\u{ff5e}", "\u{1f600}"]);
  const seen: string[] = [];
  let from: string | undefined = "";
  while (from !== undefined) {
    const query = { ...ALL, delimiter: "/", limit: 2, from };
    const { entries, next }: ReturnType<typeof pageOf> = pageOf(order, query);
    seen.push(
      ...entries.map(({ name, isPrefix }) => isPrefix ? `+${name}` : name),
    );
    from = next;
  }
  assertEquals(seen, ["+a/", "b", "+c/", "\u{ff5e}", "\u{1f600}"]);
});

Deno.test("pageOf() ends with the prefix", () => {
  const order = orderOf(["a", "a/1", "a/2", "b"]);
  const { entries, next } = pageOf(order, { ...ALL, prefix: "a/", limit: 2 });
  assertEquals(entries.map(({ name }) => name), ["a/1", "a/2"]);
  assertEquals(next, undefined);
});
