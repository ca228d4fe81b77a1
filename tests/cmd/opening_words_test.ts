import { assert, assertEquals } from "@std/assert";
import { chooseTargets } from "../../cmd/choose_targets.ts";
import { openingWords } from "../../cmd/opening_words.ts";
import { loadProfile } from "../../cmd/load_profile.ts";

const SELECTION = {
  profile: loadProfile("quick", "/"),
  targets: chooseTargets(["file:///a", "direct:///b"], {
    ...{ table: new Map(), cwd: "/" },
  }),
};

function words(given: readonly string[], targets: readonly string[] = []) {
  return openingWords({
    has: (name) => given.includes(name),
    texts: () => targets,
  }, SELECTION);
}

Deno.test("openingWords() says what a bare run does, to which places, how long", () => {
  const text = words([]);
  for (
    const part of [
      'the profile "quick"',
      "\n  file:///a\n  direct:///b\n",
      "256 MiB of space and 19 s of load on each",
      "Nothing else is touched",
      "stor-verify plan",
    ]
  ) assert(text.includes(part), text);
  assert(text.split("\n").every((line) => line.length <= 80));
});

Deno.test("openingWords() keeps quiet before whoever said what to do", () => {
  assertEquals(words(["profile"]), "");
  assertEquals(words(["quiet"]), "");
  assertEquals(words([], ["file:///a"]), "");
});
