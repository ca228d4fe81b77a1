/** Texts of profiles for tests: right in everything but what a test sets. */
import { assert } from "@std/assert";
import type { Mistake, Profile } from "../../../engine/profile/mod.ts";
import { parseProfile } from "../../../engine/profile/parse.ts";
import { UsageError } from "../../../engine/profile/usage_error.ts";

/** A profile of one step, whose keys are replaced or added by `keys`. */
export function oneStep(keys: Readonly<Record<string, string>> = {}): string {
  const all = { name: "fill", load: "block", op: "write", ...keys };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return `name: p\nsteps:\n  - ${lines.join("\n    ")}\n`;
}

export function parsed(text: string): Profile {
  return parseProfile(text, { source: "p.yaml" });
}

/** The mistakes of a text, none if it is right. */
export function mistakesOf(text: string): readonly Mistake[] {
  try {
    parsed(text);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.mistakes;
    throw error;
  }
}

/** The same as lines: `steps[0].depth: Cannot use 0: ...`. */
export function mistakeLines(text: string): string[] {
  return mistakesOf(text).map(({ path, sentence }) => `${path}: ${sentence}`);
}

/** A key of a step, a value that is wrong, and a part of the sentence. */
export type WrongKey = readonly [string, string, string];

/** One test for each: the first mistake names the key's path. */
export function refusesKeys(wrong: readonly WrongKey[]): void {
  for (const [key, value, sentence] of wrong) {
    Deno.test(`parseProfile() refuses ${key}: ${value}`, () => {
      const text = mistakeLines(oneStep({ [key]: value })).join("\n");
      assert(text.includes(sentence), text);
      assert(text.startsWith(`steps[0].${key}`), text);
    });
  }
}
