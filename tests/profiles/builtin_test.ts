/**
 * The built-in profiles as they lie on the disk, which the engine's own tests
 * may not read.
 */
import { assert, assertEquals, AssertionError } from "@std/assert";
import {
  builtinProfile,
  builtinProfileNames,
  builtinProfileUrl,
  compilePlan,
  parseProfile,
  type Profile,
  profileSchema,
} from "../../engine/mod.ts";
import { readYaml } from "../../engine/profile/yaml_document.ts";
import { schemaFaults } from "../engine/profile/schema_check.ts";

const GiB = 1024 ** 3;

for (const name of builtinProfileNames()) {
  Deno.test(`profile ${name} is right by parser and schema`, async () => {
    const text = await Deno.readTextFile(builtinProfileUrl(name));
    const profile = parseProfile(text, { source: name });
    assertEquals(profile.name, name);
    assert(profile.description.length > 0);
    assertEquals(schemaFaults(profileSchema(), readYaml(text, name)), []);
  });

  Deno.test(`profile ${name} can be planned without a doubt`, () => {
    const profile = builtin(name);
    const plan = compilePlan({
      profile,
      targets: [{
        name: "local",
        url: "direct:///mnt/x",
        facts: {
          kind: "directory",
          alignBytes: 4096,
          alignSource: "statx",
          direct: true,
          freeBytes: 64 * GiB,
          io: ["io_uring", "psync"],
        },
        store: {
          client: "libcurl",
          clientVersion: "libcurl/7.88.1",
          endpoints: 1,
          isInsecure: false,
          checksum: "none",
        },
        movesStreams: true,
        holdsTables: true,
        samples: { client: "files of this host" },
        consistency: {
          promise: { level: "linearizable", source: "it says so" },
          endpoints: 1,
        },
      }],
      caseIds: [
        "crash.states",
        "table.append.single_append",
        "cluster.e2e.x",
        "object.x",
      ],
      runId: "0123456789abcdef",
      seed: "1",
      cpuCount: 2,
    });
    assertEquals(plan.doubts, []);
    assertEquals(plan.targets[0]?.steps.length, profile.steps.length);
  });

  Deno.test(`profile ${name} reads everything back at its end`, () => {
    const { steps } = builtin(name);
    // Cases and clients judge what they write themselves.
    const isJudged = steps.every(({ kind }) =>
      ["cases", "consistency", "pipeline", "table"].includes(kind)
    );
    if (isJudged) return;
    const last = steps.at(-1);
    if (last?.kind === "loader") {
      assertEquals(["read", "restore"].includes(last.op), true);
      return;
    }
    if (last?.kind !== "block" && last?.kind !== "object") {
      throw new AssertionError("no step that loads");
    }
    const share = last.kind === "block" ? last.op.read : last.op.get;
    assertEquals([share, last.verify], [100, "always"]);
    assertEquals(last.totalBytes ?? last.ops ?? last.durationNs, undefined);
  });
}

Deno.test("no profile lies in the folder without being named", async () => {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(new URL(".", anyUrl()))) {
    files.push(name);
  }
  const named = builtinProfileNames().map((name) => `${name}.yaml`);
  assertEquals(files.sort(), [...named].sort());
});

Deno.test("profile quick stays under 25 seconds of timed load", () => {
  const timed = builtin("quick").steps.reduce(
    (sum, step) =>
      step.kind === "block"
        ? sum + (step.durationNs ?? 0) + step.warmupNs
        : sum,
    0,
  );
  assert(timed < 25e9, `${timed} ns`);
});

function builtin(name: string): Profile {
  return builtinProfile(name, (url) => Deno.readTextFileSync(url));
}

function anyUrl(): URL {
  return builtinProfileUrl("quick");
}
