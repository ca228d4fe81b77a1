/** The planting used by every rule's test. */
import { assertEquals } from "@std/assert";
import { plant, said } from "./planted.ts";

Deno.test("plant() ends each line", () => {
  assertEquals(plant("a.ts", "x", "y").text, "x\ny\n");
});

Deno.test("said() keeps the place and the reason", () => {
  const breach = { path: "a.ts", line: 3, rule: "names", reason: "why" };
  assertEquals(said([breach]), ["3: why"]);
});
