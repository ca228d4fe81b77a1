/** Promises of `engine/profile/builtin.ts`; the texts are in tests/profiles. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  builtinProfile,
  builtinProfileNames,
  builtinProfileUrl,
} from "../../../engine/profile/builtin.ts";
import { UsageError } from "../../../engine/profile/usage_error.ts";
import { oneStep } from "./profile_text.ts";

Deno.test("builtinProfileUrl() has a place for every name", () => {
  for (const name of builtinProfileNames()) {
    const { pathname } = builtinProfileUrl(name);
    assertEquals(pathname.endsWith(`/builtin/${name}.yaml`), true);
  }
});

Deno.test("builtinProfileUrl() names the profile that was meant", () => {
  const sentence = 'did you mean "stress-10gb"?';
  assertThrows(() => builtinProfileUrl("stress-10b"), UsageError, sentence);
  assertThrows(() => builtinProfileUrl("../x"), UsageError, "known are quick");
});

Deno.test("builtinProfile() touches nothing but through what it is handed", () => {
  const read: string[] = [];
  const profile = builtinProfile("quick", (url) => {
    read.push(url.pathname);
    return oneStep();
  });
  assertEquals(read, [builtinProfileUrl("quick").pathname]);
  assertEquals(profile.name, "p");
});
