/** Promises of `engine/cases/case_broken.ts`. */
import { assertThrows } from "@std/assert";
import { CaseBroken, holds } from "../../../engine/cases/case_broken.ts";

Deno.test("holds() breaks the case only when the condition does not hold", () => {
  holds(true, "It is not so");
  assertThrows(() => holds(false, "It is not so"), CaseBroken, "It is not so");
});
