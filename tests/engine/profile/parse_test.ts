/** Promises of `engine/profile/parse.ts`: whole profiles. */
import { assert, assertEquals, assertThrows } from "@std/assert";
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
    'nme: Unknown key "nme": did you mean "name"?',
    "name: Missing key: Name of the profile, for the report",
    "steps[0].name: Missing key: Name of the step, for the report and the " +
    "objectives",
    'steps[0].load: Unknown word "blok": did you mean "block"?',
    "steps[0].op: Missing key: read, write or a mix, as in " +
    "{read: 70, write: 30}",
    'steps[0].blockSize: Cannot read "4096" as a size: give a unit, as in ' +
    "4KiB",
    'steps[0].duration: Cannot read "60" as a duration: give a unit, as in ' +
    "60s",
    'steps[0].rate: Cannot read "100" as a rate: give a unit, as in 20000/s',
    "steps[1]: Cannot use 5: expected a mapping with load or cases",
    "steps[2].depth: Cannot use 0: expected a whole number from 1 to 4096",
    'objectives[0]: Cannot read "b.p99 < 5ms": no step is called "b", did ' +
    'you mean "a"?',
  ]);
});

Deno.test("parseProfile() begins its error with the source", () => {
  assertThrows(
    () => parseProfile("", { source: "my.yaml" }),
    Error,
    'Cannot use profile "my.yaml": 1 mistake\n  Cannot use nothing',
  );
});

/** One key of a step that is wrong, and the only mistake it makes. */
const WRONG_KEYS: readonly (readonly [string, string, string])[] = [
  ["depth", "4097", "Cannot use 4097: expected a whole number from 1 to 4096"],
  ["depth", "-1", "Cannot use -1"],
  ["depth", "1.5", "Cannot use 1.5"],
  ["depth", ".nan", "Cannot use NaN"],
  ["depth", "1e400", "Cannot use Infinity"],
  ["depth", "sixteen", 'Cannot use "sixteen"'],
  ["depth", "", "Cannot use nothing"],
  ["lanes", "0", "expected a whole number from 1 to 512"],
  ["lanes", "513", "expected a whole number from 1 to 512"],
  ["ops", "0", "expected a whole number from 1"],
  ["ops", "1e16", "expected a whole number from 1"],
  ["errorsMax", "-1", "expected a whole number from 0"],
  ["blockSize", "0B", "it must be 1B to 16MiB"],
  ["blockSize", "17MiB", "it must be 1B to 16MiB"],
  ["blockSize", "-4KiB", "it must have no sign"],
  ["blockSize", "[4KiB]", "expected a quantity from 1B to 16MiB"],
  ["blockSize", "1000B", "give a multiple of the unit, 4096 bytes"],
  ["blockSize", "512B", "or set unit: 512B"],
  ["blockSize", "{4KiB: 70, 64KiB: 20}", "percentages that add up to 90"],
  ["blockSize", "{4KiB: 70, 4096B: 30}", "Cannot use one block size twice"],
  ["blockSize", "{4KiB: 100, 8KiB: 0}", "at least 0.1, in steps of 0.1"],
  ["blockSize", "{}", "expected 1 to 8 entries"],
  ["total", "0B", "it must be 1B to 1024TiB"],
  ["total", "2000TiB", "it must be 1B to 1024TiB"],
  ["duration", "0s", "it must be 1ns to 90d"],
  ["duration", "-1s", "it must have no sign"],
  ["duration", "91d", "it must be 1ns to 90d"],
  ["rate", "0/s", "it must be 0.1/s to 1000000000/s"],
  ["rate", "{arrival: poisson}", "Missing key"],
  ["rate", "{rate: 5/s, arrival: even}", "known are constant, poisson"],
  [
    "op",
    "{read: 70, write: 40}",
    "Cannot use read 70 and write 40: they " +
    "must add up to 100",
  ],
  ["op", "{read: 33.33, write: 66.67}", "the finest step is 0.1"],
  ["op", "{read: -5, write: 105}", "Cannot use -5"],
  ["op", "{read: 100}", "Missing key"],
  ["op", "reed", 'Unknown word "reed": did you mean "read"?'],
  ["pattern", "zip", 'Unknown word "zip": did you mean "zipf"?'],
  ["pattern", "{zipf: 1.0}", "a skew that is not 1"],
  ["pattern", "{zipf: 10}", "a skew from 0.001 to 9.999"],
  ["pattern", "{}", "expected zipf or hotBand, one of them"],
  ["pattern", "{hotBand: {space: 10%}}", "Missing key"],
  ["pattern", "{hotBand: {space: 10, access: 90%}}", "as in 10%"],
  ["compress", "95%", "it must be 0% to 90%"],
  ["dedupe", "20", "write the sign, as in 20%"],
  ["verify", "allways", 'did you mean "always"?'],
  ["io", "uring", "known are auto, io_uring, psync"],
  ["sync", "every 0", "none, end, dsync or every N"],
  ["sync", "every", "none, end, dsync or every N"],
  ["name", "a.b", "letters, digits, - and _"],
  ["dept", "4", 'Unknown key "dept": did you mean "depth"?'],
];

for (const [key, value, sentence] of WRONG_KEYS) {
  Deno.test(`parseProfile() refuses ${key}: ${value}`, () => {
    const lines = mistakeLines(oneStep({ [key]: value }));
    assertEquals(lines.length > 0, true, "no mistake was found");
    const text = lines.join("\n");
    assert(text.includes(sentence), text);
    assert(text.startsWith(`steps[0].${key}`), text);
  });
}

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
  Deno.test(`parseProfile() refuses ${line}`, () => {
    const text = mistakeLines(oneStep() + line).join("\n");
    assert(text.includes(sentence), text);
  });
}

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

Deno.test("parseProfile() refuses a total below one block", () => {
  const text = oneStep({ blockSize: "1MiB", total: "512KiB" });
  assertEquals(mistakeLines(text), [
    "steps[0].total: Cannot move 524288 bytes in blocks of 1048576: give at " +
    "least one block",
  ]);
});

Deno.test("parseProfile() refuses a sync where nothing is written", () => {
  assertEquals(mistakeLines(oneStep({ op: "read", sync: "end" })), [
    "steps[0].sync: Cannot sync a step that writes nothing: leave it out",
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
