import { assertEquals } from "@std/assert";
import { giveWay } from "../../../backends/wrap/lie.ts";

Deno.test("giveWay() lets all that is ready run first", async () => {
  const order: string[] = [];
  const others = Promise.resolve().then(() => Promise.resolve())
    .then(() => order.push("others"));
  await giveWay();
  order.push("after");
  await others;
  assertEquals(order, ["others", "after"]);
});
