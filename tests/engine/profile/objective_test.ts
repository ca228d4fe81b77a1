/** Promises of `engine/profile/objective.ts`. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Objective } from "../../../engine/profile/mod.ts";
import { mistakesOf, parsed } from "./profile_text.ts";

const STEPS = `name: p
steps:
  - {name: fill, load: block, op: write, sync: end}
  - {name: mix, load: block, op: {read: 70, write: 30}, duration: 1s}
  - {name: read, load: block, op: read}
  - {name: suite, cases: [a]}
  - {name: keys, load: object, op: {get: 50, put: 40, head: 10}}
objects: {keys: 10, sizes: 4KiB}
`;

function objective(text: string): Objective | undefined {
  return parsed(`${STEPS}objectives: ["${text}"]`).objectives[0];
}

function refusal(text: string): string {
  const [mistake] = mistakesOf(`${STEPS}objectives: ["${text}"]`);
  return mistake === undefined ? "" : `${mistake.path}: ${mistake.sentence}`;
}

Deno.test("parseObjective() reads step, operation, metric and bound", () => {
  assertEquals(objective("mix.read.p99.9 <= 50ms"), {
    text: "mix.read.p99.9 <= 50ms",
    step: "mix",
    op: "read",
    metric: "p99.9",
    compare: "<=",
    bound: 50e6,
  });
});

Deno.test("parseObjective() reads each bound in its metric's unit", () => {
  const bounds = [
    "fill.throughput >= 100MB/s",
    "fill.iops>=2000/s",
    "iops > 2000",
    "mix.write.max < 1s",
    "mix.errors == 0",
    "coverage >= 99.9%",
  ].map((text) => objective(text)?.bound);
  assertEquals(bounds, [100e6, 2000, 2000, 1e9, 0, 99.9]);
});

Deno.test("parseObjective() fills in the only operation of a step", () => {
  assertEquals(objective("read.p99 <= 5ms")?.op, "read");
  assertEquals(objective("fill.throughput >= 1MB/s")?.op, null);
});

Deno.test("parseObjective() prefers a step to an operation of that name", () => {
  const named = objective("read.p50 <= 5ms");
  assertEquals([named?.step, named?.op], ["read", "read"]);
  const overall = objective("write.p50 <= 5ms");
  assertEquals([overall?.step, overall?.op], [null, "write"]);
});

Deno.test("parseObjective() reads operations on keys, and their first byte", () => {
  const get = objective("keys.get.p99 <= 20ms");
  assertEquals([get?.step, get?.op, get?.firstByte], [
    "keys",
    "get",
    undefined,
  ]);
  const first = objective("keys.get.firstByte.p99 <= 10ms");
  assertEquals([first?.op, first?.firstByte, first?.metric], [
    "get",
    true,
    "p99",
  ]);
  assertEquals(objective("get.firstByte.p50 < 1ms")?.firstByte, true);
  assertEquals(objective("keys.head.iops > 5")?.op, "head");
  assertEquals(objective("keys.errors == 0")?.op, null);
});

const REFUSALS: readonly (readonly [string, string])[] = [
  [
    "mix.p99 <= 5ms",
    "latencies of different operations do not mix, name " +
    "one, as in mix.read.p99",
  ],
  ["p99 <= 5ms", "name one, as in read.p99"],
  ["mixx.read.p99 <= 5ms", 'no step is called "mixx" (did you mean "mix"?)'],
  ["mix.raed.p99 <= 5ms", '"raed" is no operation (did you mean "read"?)'],
  ["mix.read.p98 <= 5ms", '"p98" is no metric (did you mean "p90"?)'],
  ["mix.read.p99 <= 5", 'cannot read "5" as a duration: give a unit'],
  ["mix.throughput >= 5MB", 'the bound "5MB" needs /s, as in 100MB/s'],
  ["findings == 0.5", 'the bound "0.5" must be a whole number'],
  ["mix.read.findings == 0", "findings is not counted by operation"],
  ["fill.sync.throughput > 1MB/s", "a sync moves no bytes"],
  ["read.write.p99 <= 5ms", 'step "read" does no write, only read'],
  ["mix.sync.p99 <= 5ms", 'step "mix" does no sync'],
  ["suite.read.p99 <= 5ms", 'step "suite" runs cases and has no p99'],
  ["a.mix.read.p99 <= 5ms", "write at most step.operation.metric"],
  ["keys.firstByte.p99 <= 5ms", "latencies of different operations do not"],
  ["keys.put.firstByte.p99 <= 5ms", "a put returns no bytes and has no first"],
  ["keys.get.firstByte.iops > 5", "iops is no latency"],
  ["keys.head.throughput > 1MB/s", "a head moves no bytes"],
  ["keys.range.p99 <= 5ms", 'step "keys" does no range, only get and put and'],
  ["findings = 0", "write step.operation.metric, one of <= >= == < >"],
  ["findings", "write step.operation.metric"],
];

for (const [text, sentence] of REFUSALS) {
  Deno.test(`parseObjective() refuses ${text}`, () => {
    const start = `objectives[0]: Cannot read "${text}": `;
    assertEquals(refusal(text).slice(0, start.length), start);
    assertEquals(refusal(text).includes(sentence), true, refusal(text));
  });
}

Deno.test("a step of copies has a throughput and findings, and no latency of an operation", () => {
  const text = (objective: string) =>
    `name: x
steps: [{ name: copy, load: pipeline, objects: 2, sizes: 1MiB }]
objectives: ["${objective}"]
`;
  for (
    const objective of [
      "copy.throughput >= 1MB/s",
      "copy.iops >= 1/s",
      "copy.findings == 0",
    ]
  ) {
    assertEquals(parsed(text(objective)).objectives.length, 1);
  }
  const [refused] = mistakesOf(text("copy.read.p99 <= 1s"));
  assertStringIncludes(
    refused?.sentence ?? "",
    "copies objects and has no p99",
  );
});

Deno.test("a step over a table has rates, rows, coverage, and times of its commits", () => {
  const text = (objective: string) =>
    `name: x
steps:
  - { name: appends, load: table, appends: 2, rows: 9 }
  - { name: read, load: block, op: read }
objectives: ["${objective}"]
`;
  const taken: readonly (readonly [string, number])[] = [
    ["appends.p99 <= 50ms", 50e6],
    ["appends.max <= 1s", 1e9],
    ["appends.throughput >= 1MB/s", 1e6],
    ["appends.iops >= 5/s", 5],
    ["appends.rows >= 100000/s", 100_000],
    ["appends.coverage >= 100%", 100],
    ["appends.findings == 0", 0],
  ];
  for (const [one, bound] of taken) {
    const [read] = parsed(text(one)).objectives;
    assertEquals([read?.step, read?.op, read?.bound], ["appends", null, bound]);
  }
  const refused = [
    ["appends.errors == 0", "writes a table and has no errors"],
    ["appends.read.p99 <= 5ms", "writes a table and has no p99"],
    ["appends.rows >= 5", "needs /s, as in 100000/s"],
    ["read.rows >= 5/s", 'step "read" writes no table and has no rows'],
    ["rows >= 5/s", "rows is of one step, name it, as in appends.rows"],
  ] as const;
  for (const [one, sentence] of refused) {
    const [mistake] = mistakesOf(text(one));
    assertStringIncludes(mistake?.sentence ?? "", sentence);
  }
});
