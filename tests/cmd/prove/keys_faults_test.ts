import { assertEquals } from "@std/assert";
import { KEYS_FAULTS } from "../../../cmd/prove/keys_faults.ts";
import { FAULT_CLASSES } from "../../../engine/mod.ts";

Deno.test("objects can be given every fault that they can have, and no other", () => {
  const wanted = FAULT_CLASSES.filter(({ absent }) => !absent?.s3)
    .map(({ id }) => id);
  assertEquals(Object.keys(KEYS_FAULTS).sort(), wanted.sort());
});
