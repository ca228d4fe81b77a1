import { assert, assertEquals } from "@std/assert";
import { parseTargets } from "../../backends/mod.ts";
import { INIT_FILES } from "../../cmd/init_files.ts";
import { parseProfile } from "../../engine/mod.ts";

const [TARGETS, PROFILE] = INIT_FILES.map(({ text }) => text);

function targetsOf(text: string) {
  return parseTargets(text, () => "x", { cwd: "/tmp" });
}

/** Examples of keys and targets with their mark taken away. */
function uncommented(text: string, indent: string): string {
  return text.split("\n").map((line) => {
    const isExample = new RegExp(`^${indent}# (  )?[a-zA-Z-]+:( \\S|$)`)
      .test(line);
    return isExample ? line.replace("# ", "") : line;
  }).join("\n");
}

Deno.test("the targets file of init names scratch folders, and no secret", () => {
  const table = targetsOf(TARGETS ?? "");
  assertEquals([...table.keys()], ["scratch", "scratch-direct"]);
  assertEquals(
    table.get("scratch")?.url.text,
    "file:///tmp/stor-verify-scratch",
  );
});

Deno.test("the targets that init has in comments are right as they stand", () => {
  const table = targetsOf(uncommented(TARGETS ?? "", "  "));
  assertEquals([...table.keys()].length, 6);
});

Deno.test("the profile of init is one, also with what it has in comments", () => {
  const profile = parseProfile(PROFILE ?? "", { source: "p.yaml" });
  assertEquals(profile.targets, ["scratch"]);
  assertEquals(profile.steps.length, 4);
  const all = (PROFILE ?? "").replace("# - at-rate", "- at-rate")
    .replace("# steadyState", "steadyState");
  const more = parseProfile(all, { source: "p.yaml" });
  assertEquals(more.objectives.length, profile.objectives.length + 1);
  assert(
    more.steps.some((step) =>
      step.kind === "block" && step.steadyState !== undefined
    ),
  );
});
