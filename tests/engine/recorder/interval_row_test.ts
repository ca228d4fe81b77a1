import { assertEquals } from "@std/assert";
import { decodeHistogram } from "../../../engine/recorder/mod.ts";
import { intervalRow } from "../../../engine/recorder/interval_row.ts";
import {
  bucketOf,
  laneCounters,
  snapshot,
  totalsOf,
} from "../../_support/recording_fixture.ts";

const START = { atNs: 1e9, lanes: [], latency: [] };

Deno.test("intervalRow() has operations on keys only where there were any", () => {
  const to = {
    atNs: 2e9,
    lanes: [
      laneCounters({ startNs: 1, getOps: 2, getBytes: 10, headErrors: 1 }),
    ],
    latency: [
      snapshot([1000, 3000], { op: "get" }),
      snapshot([500, 600], { op: "get", kind: "first-byte" }),
    ],
  };
  const { ops } = intervalRow(START, to);
  assertEquals(Object.keys(ops), ["read", "write", "sync", "get", "head"]);
  assertEquals([ops.get?.count, ops.get?.bytes, ops.get?.p99Ns], [2, 10, 3000]);
  assertEquals(ops.head?.errors, 1);
  const counts = decodeHistogram(ops.get?.firstByteHistogram ?? "");
  assertEquals(counts[bucketOf(500)], 1);
});

Deno.test("intervalRow() is what was added since the row before", () => {
  const first = {
    atNs: 2e9,
    lanes: [laneCounters({ startNs: 1, writeOps: 2, writeBytes: 8192 })],
    latency: [snapshot([1000, 3000])],
  };
  const second = {
    atNs: 3e9,
    lanes: [
      laneCounters({
        startNs: 1,
        writeOps: 5,
        writeBytes: 20480,
        writeErrors: 1,
        unitsBad: 2,
        backlog: 4,
      }),
    ],
    latency: [snapshot([1000, 3000, 1000, 1000, 2000])],
  };

  const row = intervalRow(first, second);

  assertEquals([row.startNs, row.endNs], [2e9, 3e9]);
  assertEquals(row.findings, 2);
  assertEquals(row.backlog, 4);
  const { histogram, ...write } = row.ops.write;
  assertEquals(write, {
    count: 3,
    bytes: 12288,
    errors: 1,
    meanNs: 4000 / 3,
    p50Ns: 1000,
    p99Ns: 2000,
    maxNs: 2000,
    p90Ns: 2000,
    p999Ns: 2000,
    // Two of 1000 ns and one of 2000, in classes that start at 896 and 1792.
    classes: [39, 2, 0, 0, 0, 1],
  });
  const counts = decodeHistogram(histogram ?? "");
  assertEquals(counts[bucketOf(1000)], 2);
  assertEquals(counts[bucketOf(3000)], 0);
});

Deno.test("intervalRow() counts everything in its first row", () => {
  const row = intervalRow(START, {
    atNs: 2e9,
    lanes: [laneCounters({ startNs: 1, writeOps: 1 })],
    latency: [snapshot([1_234_567])],
  });
  assertEquals(row.ops.write.count, 1);
  assertEquals(row.ops.write.maxNs, 1_234_567);
});

Deno.test("intervalRow() has the exact maximum only when it set the record", () => {
  const from = {
    atNs: 1e9,
    lanes: [],
    latency: [snapshot([5_000_000])],
  };
  const lower = intervalRow(from, {
    atNs: 2e9,
    lanes: [],
    latency: [snapshot([5_000_000, 1_000_000])],
  });
  const higher = intervalRow(from, {
    atNs: 2e9,
    lanes: [],
    latency: [snapshot([5_000_000, 6_000_001])],
  });
  assertEquals(lower.ops.write.maxNs, 1_000_447);
  assertEquals(higher.ops.write.maxNs, 6_000_001);
});

Deno.test("intervalRow() tells the response of an open loop", () => {
  const row = intervalRow(START, {
    atNs: 2e9,
    lanes: [],
    latency: [
      snapshot([1000]),
      { op: "write", kind: "response", totals: totalsOf([50_000]) },
    ],
  });
  assertEquals(row.ops.write.p50Ns, 50_000);
  const felt = decodeHistogram(row.ops.write.responseHistogram ?? "");
  assertEquals(felt[bucketOf(50_000)], 1);
});

Deno.test("intervalRow() has no latency where nothing happened", () => {
  const instant = { atNs: 2e9, lanes: [], latency: [snapshot([1000])] };
  const row = intervalRow(instant, { ...instant, atNs: 3e9 });
  assertEquals(row.ops.write.p50Ns, null);
  assertEquals(row.ops.write.histogram, undefined);
});

Deno.test("intervalRow() counts samples above the range as the maximum", () => {
  const from = { atNs: 1e9, lanes: [], latency: [snapshot([1000])] };
  const totals = totalsOf([1000], 1);
  const row = intervalRow(from, {
    atNs: 2e9,
    lanes: [],
    latency: [{ op: "write", kind: "service", totals }],
  });
  assertEquals(row.ops.write.maxNs, 4e12);
  assertEquals(row.ops.write.p50Ns, 4e12);
  assertEquals(row.ops.write.meanNs, null);
});

function rowOf(counters: Parameters<typeof laneCounters>[0]) {
  return intervalRow(START, {
    atNs: 2e9,
    lanes: [laneCounters(counters)],
    latency: [],
  });
}

Deno.test("intervalRow() starts where its first lane began to measure", () => {
  assertEquals(rowOf({ startNs: 1.98e9 }).startNs, 1.98e9);
  assertEquals(rowOf({ startNs: 0.5e9 }).startNs, 1e9);
  const two = [laneCounters({ startNs: 1.7e9 }), laneCounters({ startNs: 0 })];
  const row = intervalRow(START, { atNs: 2e9, lanes: two, latency: [] });
  assertEquals(row.startNs, 1.7e9);
});

Deno.test("intervalRow() is whole while no lane measures", () => {
  for (const startNs of [0, 2e9, 3e9]) {
    const row = rowOf({ startNs, warmupOps: 7 });
    assertEquals([row.startNs, row.endNs], [1e9, 2e9]);
    assertEquals(row.isWarmup, true);
  }
});

Deno.test("intervalRow() marks rows in which operations warmed up", () => {
  assertEquals(rowOf({ startNs: 1.5e9, warmupOps: 7 }).isWarmup, true);
  const from = {
    atNs: 1e9,
    lanes: [laneCounters({ startNs: 0.5e9, warmupOps: 7 })],
    latency: [],
  };
  assertEquals(intervalRow(from, { ...from, atNs: 2e9 }).isWarmup, false);
});

Deno.test("intervalRow() has no warm-up in a step that has none", () => {
  assertEquals(rowOf({ startNs: 1.1e9, readOps: 9 }).isWarmup, false);
});
