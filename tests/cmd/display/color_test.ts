/** The promises of cmd/display/color.ts. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { red, withoutColors } from "../../../cmd/display/color.ts";

Deno.test("withoutColors() gives back what red() colored", () => {
  assertNotEquals(red("3"), "3");
  assertEquals(
    withoutColors(`findings ${red("3")} so far`),
    "findings 3 so far",
  );
});
