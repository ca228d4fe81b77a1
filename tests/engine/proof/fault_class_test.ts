import { assert, assertEquals } from "@std/assert";
import {
  FAULT_CLASSES,
  PROOF_BACKENDS,
} from "../../../engine/proof/fault_class.ts";
import { FINDING_CLASSES } from "../../../ffi/evidence.ts";

const KNOWN: readonly string[] = FINDING_CLASSES;

Deno.test("fault classes have ids and texts of their own", () => {
  const ids = FAULT_CLASSES.map(({ id }) => id);
  const texts = FAULT_CLASSES.map(({ text }) => text);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(new Set(texts).size, texts.length);
  assert(ids.every((id) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)));
  assert(texts.every(({ length }) => length <= 21));
});

Deno.test("fault classes are called by names that the core gives", () => {
  for (const { id, names } of FAULT_CLASSES) {
    const all = Object.values(names).flat();
    assert(all.length > 0, id);
    for (const name of all) assert(KNOWN.includes(name), `${id}: ${name}`);
  }
});

Deno.test("a second name for one place has its reason, and none has one else", () => {
  for (const { id, names, because } of FAULT_CLASSES) {
    const hasTwo = Object.values(names).some(({ length }) => length > 1);
    assertEquals(because !== undefined && because !== "", hasTwo, id);
  }
});

Deno.test("a class that a backend cannot have says why, and some can", () => {
  for (const { id, absent = {} } of FAULT_CLASSES) {
    const reasons = Object.values(absent);
    assert(reasons.every((reason) => reason !== ""), id);
    assert(reasons.length < PROOF_BACKENDS.length, id);
  }
});
