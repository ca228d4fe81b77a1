import { assertStringIncludes, assertThrows } from "@std/assert";
import { parseProfile, UsageError } from "../../../engine/profile/mod.ts";

function mistakeOf(text: string): string {
  return assertThrows(
    () => parseProfile(text, { source: "x" }),
    UsageError,
  ).message;
}

Deno.test("loaderShared() asks for samples and checkpoints that steps need", () => {
  const step = (op: string) =>
    `name: x\nsteps:\n  - { name: a, load: loader, op: ${op} }\n`;
  assertStringIncludes(mistakeOf(step("read")), "samples: Missing key");
  assertStringIncludes(mistakeOf(step("save")), "checkpoints: Missing key");
});

Deno.test("loaderShared() refuses samples that no step loads", () => {
  const text = "name: x\nsamples: { count: 1, size: 1KiB }\nsteps:\n" +
    "  - { cases: [object.*] }\n";
  assertStringIncludes(
    mistakeOf(text),
    "Cannot use samples that no step loads",
  );
});

Deno.test("objectives of a loader need a step that reads samples", () => {
  const text = "name: x\ncheckpoints: { count: 1, shardSize: 1MiB }\nsteps:\n" +
    "  - { name: a, load: loader, op: save }\nobjectives: [a.hitRate > 85%]\n";
  assertStringIncludes(mistakeOf(text), "reads no training samples");
});
