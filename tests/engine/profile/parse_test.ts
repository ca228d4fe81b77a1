/** Promises of `engine/profile/parse.ts`: whole profiles. */
import { assertEquals, assertThrows } from "@std/assert";
import { parseProfile } from "../../../engine/profile/parse.ts";
import { mistakeLines, oneStep, parsed } from "./profile_text.ts";

const STRESS = `
name: stress
description: Fill, change, read back
targets: [local, "direct:///mnt/x"]
seed: 42
size: 10GiB
files: 4
unit: 512B
steps:
  - name: fill
    load: block
    op: write
    blockSize: 1MiB
    total: 10GiB
    lanes: 2
    depth: 32
    sync: every 32
    compress: 50%
  - name: overwrite
    load: block
    op: { read: 70, write: 30 }
    pattern: { hotBand: { space: 10%, access: 90% } }
    blockSize: { 4KiB: 70, 64KiB: 30 }
    duration: 60s
    warmup: 1s
    rate: { rate: 20000/s, arrival: poisson }
    compress: 50%
    io: psync
    errorsMax: 3
  - cases: [object.*, table.append.*]
  - cases: file.put
objectives: [fill.write.throughput >= 100MB/s, findings == 0]
`;

Deno.test("parseProfile() resolves every unit and word", () => {
  const profile = parsed(STRESS);
  const [fill, overwrite] = profile.steps;
  assertEquals(profile.targets, ["local", "direct:///mnt/x"]);
  assertEquals([profile.seed, profile.files], ["42", 4]);
  assertEquals([profile.sizeBytes, profile.unitBytes], [10 * 1024 ** 3, 512]);
  assertEquals(fill, {
    kind: "block",
    name: "fill",
    op: { read: 0, write: 100 },
    pattern: { kind: "sequential" },
    blockSizes: [{ bytes: 1024 ** 2, weight: 100 }],
    totalBytes: 10 * 1024 ** 3,
    warmupNs: 0,
    lanes: 2,
    depth: 32,
    verify: "always",
    sync: { kind: "every", writes: 32 },
    io: "auto",
    compressPercent: 50,
    dedupePercent: 0,
    errorsMax: 0,
  });
  assertEquals(overwrite, {
    kind: "block",
    name: "overwrite",
    op: { read: 70, write: 30 },
    pattern: { kind: "hot-band", spacePercent: 10, accessPercent: 90 },
    blockSizes: [{ bytes: 4096, weight: 70 }, { bytes: 65536, weight: 30 }],
    durationNs: 60e9,
    warmupNs: 1e9,
    lanes: 1,
    depth: 16,
    rate: { perSecond: 20_000, arrival: "poisson" },
    verify: "always",
    sync: { kind: "none" },
    io: "psync",
    compressPercent: 50,
    dedupePercent: 0,
    errorsMax: 3,
  });
});

Deno.test("parseProfile() names steps of cases that have no name", () => {
  const cases = parsed(STRESS).steps.slice(2);
  assertEquals(cases, [
    {
      kind: "cases",
      name: "cases",
      select: ["object.*", "table.append.*"],
    },
    { kind: "cases", name: "cases-2", select: ["file.put"] },
  ]);
});

Deno.test("parseProfile() uses large blocks in order and small ones at random", () => {
  const sizes = ["sequential", "random"].map((pattern) => {
    const [step] = parsed(oneStep({ pattern })).steps;
    return step?.kind === "block" ? step.blockSizes[0]?.bytes : null;
  });
  assertEquals(sizes, [1024 ** 2, 4096]);
});

Deno.test("parseProfile() finds all mistakes at once", () => {
  const lines = mistakeLines(`
nme: p
steps:
  - load: blok
    blockSize: 4096
    duration: 60
    rate: 100
  - 5
  - name: a
    load: block
    op: read
    depth: 0
objectives: [b.p99 < 5ms]
`);
  assertEquals(lines, [
    'nme: Unknown key "nme" (did you mean "name"?)',
    "name: Missing key: Name of the profile, for the report",
    "steps[0].name: Missing key: Name of the step, for the report and the " +
    "objectives",
    'steps[0].load: Unknown word "blok" (did you mean "block"?)',
    "steps[0].op: Missing key: read, write or a mix, as in " +
    "{read: 70, write: 30}",
    'steps[0].blockSize: Cannot read "4096" as a size: give a unit, as in ' +
    "4KiB",
    'steps[0].duration: Cannot read "60" as a duration: give a unit, as in ' +
    "60s",
    'steps[0].rate: Cannot read "100" as a rate: give a unit, as in 20000/s',
    "steps[1]: Cannot use 5: expected a mapping with load or cases",
    "steps[2].depth: Cannot use 0: expected a whole number from 1 to 4096",
    'objectives[0]: Cannot read "b.p99 < 5ms": no step is called "b" (did ' +
    'you mean "a"?)',
  ]);
});

Deno.test("parseProfile() begins its error with the source", () => {
  assertThrows(
    () => parseProfile("", { source: "my.yaml" }),
    Error,
    'Cannot use profile "my.yaml": 1 mistake\n  Cannot use nothing',
  );
});

Deno.test("parseProfile() refuses documents that are no profile", () => {
  assertEquals(mistakeLines(""), [
    ": Cannot use nothing: expected a mapping",
  ]);
  assertEquals(mistakeLines("- a"), [
    ": Cannot use a list: expected a mapping",
  ]);
  assertEquals(mistakeLines("name: p\n"), [
    "steps: Missing key: What is done, in this order",
  ]);
  assertEquals(mistakeLines("name: p\nsteps: []\n"), [
    "steps: Cannot use 0 steps: expected 1 to 256",
  ]);
});

Deno.test("parseProfile() refuses one name for two steps", () => {
  const step = "  - {name: a, load: block, op: read}\n";
  assertEquals(mistakeLines(`name: p\nsteps:\n${step}${step}`), [
    'steps[1].name: Name "a" is taken by steps[0]: give each step its own',
  ]);
});

Deno.test("parseProfile() refuses writers that fill one space differently", () => {
  const lines = mistakeLines(`
name: p
steps:
  - {name: a, load: block, op: write, compress: 50%}
  - {name: b, load: block, op: read}
  - {name: c, load: block, op: write}
`);
  assertEquals(lines, [
    "steps[2].compress: Cannot use 0% where steps[0] has 50%: steps that " +
    "write share one space, give all the same",
  ]);
});

Deno.test("parseProfile() refuses load and cases in one step", () => {
  const text = oneStep({ cases: "[a]" });
  assertEquals(mistakeLines(text), [
    "steps[0]: Cannot use load and cases in one step: make two steps of it",
  ]);
});
