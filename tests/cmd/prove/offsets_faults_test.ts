import { assertEquals } from "@std/assert";
import { OFFSETS_FAULTS } from "../../../cmd/prove/offsets_faults.ts";
import { FAULT_CLASSES } from "../../../engine/mod.ts";

Deno.test("files can be given every fault that they can have, and no other", () => {
  const wanted = FAULT_CLASSES.filter(({ absent }) => !absent?.file)
    .map(({ id }) => id);
  assertEquals(Object.keys(OFFSETS_FAULTS).sort(), wanted.sort());
});
