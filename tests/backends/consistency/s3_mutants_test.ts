/**
 * Every lie of the S3 endpoint about what it keeps and shows is found with
 * little evidence; what a network does to an honest endpoint is not a finding.
 */
import { assert, assertEquals } from "@std/assert";
import type { ConsistencyFindingName } from "../../../engine/workloads/consistency/mod.ts";
import { runOnS3 } from "./_s3_run.ts";

/** Lie, and the names one of which it must get. */
const FOUND: readonly (readonly [
  string,
  readonly ConsistencyFindingName[],
])[] = [
  ["drop-write", ["lost write", "stale read"]],
  ["drop-delete", ["resurrected delete", "list shows deleted key"]],
  ["ignore-if-none-match", ["lost update", "two winners"]],
  ["ignore-if-match", ["lost update", "two winners"]],
  ["reuse-etag", ["etag reused"]],
  ["stale-read", ["stale read"]],
  ["read-deleted", ["resurrected delete"]],
  ["hide-object", ["lost write"]],
  ["other-key", ["cross-object", "torn"]],
  ["mix-versions", ["torn"]],
  ["lose-part", ["torn"]],
  ["swap-parts", ["torn"]],
  ["flip-bit", ["torn"]],
  ["wrong-range", ["torn"]],
  ["list-lags", ["list is stale", "list misses key"]],
  ["list-lacks-key", ["list misses key"]],
  ["list-deleted", ["list shows deleted key"]],
];
/** A lie about bytes that no operation of a round asks for is in the next. */
const ROUNDS = 5;

for (const [name, names] of FOUND) {
  Deno.test(`runConsistency() finds an S3 endpoint with ${name}`, async () => {
    let lies = 0;
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const { report, fired } = await runOnS3({
        mutants: [[{ name, after: 3, every: 4 }]],
        options: { seed },
      });
      lies += fired(name);
      const found = report.findings.find((one) => names.includes(one.name));
      if (found === undefined) continue;
      assert(found.witness.length <= 5, JSON.stringify(found));
      return;
    }
    throw new Error(`${lies} lies in ${ROUNDS} rounds were not found`);
  });
}

Deno.test("runConsistency() finds the one S3 address that lags", async () => {
  const { report } = await runOnS3({
    // A lie about the past needs one armed from the start.
    mutants: [[{ name: "stale-read", after: 1e9 }], [{ name: "stale-read" }]],
  });
  const stale = report.findings.find(({ name }) => name === "stale read");
  const lagging = report.endpoints[1];
  assert(
    stale?.witness.at(-1)?.endpoint === lagging,
    JSON.stringify(report.findingCounts),
  );
});

const HARMLESS = [
  "drop-answer",
  "cut-body",
  "cut-unframed",
  "reset-body",
  "slow-down",
  "internal-error",
  "error-in-200",
];
for (const name of HARMLESS) {
  Deno.test(`runConsistency() accuses no S3 endpoint with ${name}`, async () => {
    const { report, fired } = await runOnS3({
      mutants: [[{ name, every: 9 }], [{ name, every: 5 }]],
      options: { operations: 600 },
    });
    assert(fired(name) > 0, "nothing was broken");
    assertEquals(report.findings, []);
    assertEquals(report.stoppedBy, "limit");
    assert(report.reads.looks > 100);
  });
}

Deno.test("runConsistency() accuses no honest S3 endpoint", async () => {
  const { report } = await runOnS3({
    mutants: [[], []],
    options: { operations: 1200 },
  });
  assertEquals(report.findings, []);
  assertEquals(report.level, "linearizable");
  assertEquals(report.failures["Unexpected"], undefined);
});
