import { assertEquals } from "@std/assert";
import {
  BEFORE_READ,
  BEFORE_WRITE,
  offsetsProfile,
  partsProfile,
  sizesProfile,
  timedKeysProfile,
  timedOffsetsProfile,
} from "../../../cmd/prove/proof_profile.ts";
import type { Profile } from "../../../engine/mod.ts";

function stopsOf({ steps }: Profile): string[] {
  return steps.flatMap((step) => step.kind === "cases" ? step.select : []);
}

Deno.test("every profile of a proof stops before its last writes", () => {
  const all = [
    offsetsProfile(),
    timedOffsetsProfile(),
    partsProfile("whole"),
    partsProfile("ranges"),
    sizesProfile(),
    timedKeysProfile(),
  ];
  for (const profile of all) {
    assertEquals(stopsOf(profile).includes(BEFORE_WRITE), true, profile.name);
  }
  assertEquals(new Set(all.map(({ name }) => name)).size, all.length);
});

Deno.test("profiles that are read at rest stop before everything is read", () => {
  for (const profile of [offsetsProfile(), partsProfile("whole")]) {
    const at = profile.steps.findIndex((step) =>
      step.kind === "cases" && step.select.includes(BEFORE_READ)
    );
    const after = profile.steps.slice(at + 1);
    assertEquals(after.length > 0, true);
    for (const step of after) {
      assertEquals(step.kind === "block" ? step.op.write : 0, 0, step.name);
    }
  }
});
