import { assertEquals } from "@std/assert";
import {
  mergeLatency,
  sumCounts,
} from "../../../engine/workers/merge_latency.ts";
import { FakeLane } from "../../_support/fake_lane.ts";
import { plannedLane } from "../../_support/plan_fixture.ts";
import { bucketOf, latencyOf } from "../../_support/recording_fixture.ts";

function lane(): FakeLane {
  return new FakeLane({ ...plannedLane(), seed: 1n });
}

Deno.test("sumCounts() adds buckets, sums and extremes of all lanes", () => {
  const totals = sumCounts([
    () => latencyOf([1000, 1000, 50]),
    () => latencyOf([1000, 9_000_000], 2),
  ]);

  assertEquals(totals.count, 5);
  assertEquals(totals.over, 2);
  assertEquals(totals.sumNs, 9_003_050);
  assertEquals(totals.minNs, 50);
  assertEquals(totals.maxNs, 4e12);
  assertEquals(totals.counts[bucketOf(1000)], 3);
  assertEquals(totals.counts[bucketOf(9_000_000)], 1);
});

Deno.test("sumCounts() keeps counts above 32 bits", () => {
  const big = latencyOf([]);
  big.counts[5] = 2n ** 40n + 3n;

  const totals = sumCounts([() => big, () => big]);

  assertEquals(totals.counts[5], 2 ** 41 + 6);
});

Deno.test("sumCounts() survives lanes that hand out one buffer again", () => {
  const shared = latencyOf([10]);
  const other = latencyOf([20]);

  const totals = sumCounts([() => shared, () => {
    shared.counts.set(other.counts);
    return { ...other, counts: shared.counts };
  }]);

  assertEquals(totals.counts[10], 1);
  assertEquals(totals.counts[20], 1);
});

Deno.test("mergeLatency() leaves out operations that never happened", () => {
  const one = lane();
  one.now = { writeOps: 1 };
  one.histograms.set("write service", latencyOf([10]));

  const ops = mergeLatency([one, lane()], true).map(({ op, kind }) =>
    `${op} ${kind}`
  );

  assertEquals(ops, ["write service"]);
});

Deno.test("mergeLatency() gives the response only in an open loop", () => {
  const one = lane();
  one.now = { readOps: 1, syncOps: 1 };
  for (const kind of ["service", "response"]) {
    one.histograms.set(`read ${kind}`, latencyOf([10]));
    one.histograms.set(`sync ${kind}`, latencyOf([10]));
  }
  const names = (openLoop: boolean) =>
    mergeLatency([one], openLoop).map(({ op, kind }) => `${op} ${kind}`);

  assertEquals(names(false), ["read service", "sync service"]);
  assertEquals(names(true), [
    "read service",
    "read response",
    "sync service",
    "sync response",
  ]);
});
