/** Promises of `engine/profile/profile_fields.ts`, through whole profiles. */
import { assert } from "@std/assert";
import { mistakeLines, oneStep } from "./profile_text.ts";

/** Wrong keys of the whole profile. */
const WRONG_TOPS: readonly (readonly [string, string])[] = [
  ["files: 0", "files: Cannot use 0"],
  ["files: 4097", "files: Cannot use 4097"],
  ["unit: 1KiB", 'unit: Cannot use "1024B": expected 512B or 4KiB'],
  ["unit: 4096", "unit: Cannot read"],
  ["size: 10", "size: Cannot read"],
  ["size: 4KiB", "steps[0].blockSize: Cannot lay blocks of 1048576 bytes"],
  ["seed: 12345678901234567890", "put quotes around it"],
  ["seed: [1]", "seed: Cannot use a list"],
  ["targets: []", "targets: Cannot use 0 targets: expected 1 to 64"],
  ["targets: [a, a]", 'targets[1]: Target "a" is given twice'],
  ["objectives: findings == 0", "objectives: Cannot use"],
  ["objectives: [5]", "objectives[0]: Cannot use 5"],
  ["__proto__: {a: 1}", "__proto__: Unknown key"],
];

for (const [line, sentence] of WRONG_TOPS) {
  Deno.test(`PROFILE_FIELDS refuse ${line}`, () => {
    const text = mistakeLines(oneStep() + line).join("\n");
    assert(text.includes(sentence), text);
  });
}
