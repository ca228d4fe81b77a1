import { assertEquals, assertNotEquals } from "@std/assert";
import { keyObjectId } from "../../../../engine/workloads/object/key_identity.ts";

const OBJECTS = { runKey: "00000000000000ff", objectTag: 0 };

Deno.test("keyObjectId() differs by key, by target and by run", () => {
  const id = keyObjectId(OBJECTS, 7);
  assertEquals(id.length, 16);
  assertEquals(keyObjectId(OBJECTS, 7), id);
  assertNotEquals(keyObjectId(OBJECTS, 8), id);
  assertNotEquals(keyObjectId({ ...OBJECTS, objectTag: 1 }, 7), id);
  assertNotEquals(
    keyObjectId({ ...OBJECTS, runKey: "00000000000000fe" }, 7),
    id,
  );
});
