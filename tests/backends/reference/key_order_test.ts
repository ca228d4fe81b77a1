import { assertEquals } from "@std/assert";
import {
  afterPrefix,
  KeyOrder,
  nextName,
} from "../../../backends/reference/key_order.ts";

function inOrder(order: KeyOrder): string[] {
  const names: string[] = [];
  for (let name = order.firstFrom(""); name !== undefined;) {
    names.push(name);
    name = order.firstFrom(nextName(name));
  }
  return names;
}

Deno.test("a KeyOrder goes through its names once each, in order", () => {
  const order = new KeyOrder();
  for (const name of ["b", "a/b", "a", "b", "\xff", "a0"]) order.add(name);
  assertEquals(inOrder(order), ["a", "a/b", "a0", "b", "\xff"]);
  order.delete("a");
  order.delete("not there");
  assertEquals(inOrder(order), ["a/b", "a0", "b", "\xff"]);
  assertEquals(order.count, 4);
});

Deno.test("afterPrefix() is above all that begin with it, and no more", () => {
  assertEquals(afterPrefix("a/"), "a0");
  assertEquals(afterPrefix("a\xff\xff"), "b");
  assertEquals(afterPrefix("\xff"), undefined);
});
