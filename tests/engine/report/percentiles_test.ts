import { assertEquals } from "@std/assert";
import {
  percentilesOf,
  uncertainOf,
} from "../../../engine/report/percentiles.ts";
import { latencyRecording } from "../../_support/report_fixture.ts";

Deno.test("percentilesOf() merges histograms and never averages percentiles", () => {
  const fast = latencyRecording(Array.from({ length: 900 }, () => 1000));
  const slow = latencyRecording(Array.from({ length: 100 }, () => 2_000_000));

  const merged = percentilesOf([fast, slow]);

  assertEquals(merged?.count, 1000);
  assertEquals(merged?.p50Ns, 1000);
  assertEquals(merged?.p90Ns, 1000);
  assertEquals(merged?.p99Ns, 2_000_000);
  assertEquals(merged?.meanNs, (900 * 1000 + 100 * 2_000_000) / 1000);
  assertEquals(merged?.minNs, 1000);
  assertEquals(merged?.maxNs, 2_000_000);
});

Deno.test("percentilesOf() hands one histogram on as it is", () => {
  const one = latencyRecording([1000]);
  assertEquals(percentilesOf([one])?.histogram, one.histogram);
});

Deno.test("percentilesOf() puts samples above the range at the top", () => {
  const one = latencyRecording(Array.from({ length: 50 }, () => 1000), {
    count: 100,
    over: 50,
    maxNs: 5e12,
  });
  const found = percentilesOf([one]);
  assertEquals(found?.p50Ns, 1000);
  assertEquals(found?.p90Ns, 5e12);
  assertEquals(found?.meanNs, 1000);
  assertEquals(found?.over, 50);
});

Deno.test("percentilesOf() of no samples is null", () => {
  assertEquals(percentilesOf([]), null);
  assertEquals(percentilesOf([latencyRecording([])]), null);
});

Deno.test("uncertainOf() names percentiles that are the maximum in disguise", () => {
  assertEquals(uncertainOf(10_000), []);
  assertEquals(uncertainOf(9_999), ["p99.99"]);
  assertEquals(uncertainOf(100), ["p99.9", "p99.99"]);
  assertEquals(uncertainOf(1), ["p50", "p90", "p99", "p99.9", "p99.99"]);
});
