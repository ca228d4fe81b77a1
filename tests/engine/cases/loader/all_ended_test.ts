/** Promises of `engine/cases/loader/all_ended.ts`. */
import { assertEquals, assertRejects } from "@std/assert";
import { allEnded } from "../../../../engine/cases/loader/all_ended.ts";

Deno.test("allEnded() fails only once all have ended", async () => {
  const seen: string[] = [];
  const slow = Promise.resolve().then(() => seen.push("slow"));
  const failing = Promise.reject(new TypeError("no"));
  await assertRejects(() => allEnded([failing, slow]), TypeError, "no");
  assertEquals(seen, ["slow"]);
  assertEquals(await allEnded([Promise.resolve(1)]), [1]);
});
