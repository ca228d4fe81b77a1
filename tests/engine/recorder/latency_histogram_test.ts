import { assertEquals, assertThrows } from "@std/assert";
import {
  build,
  encodeIntoCompressedBase64,
  Float64Histogram,
} from "hdr-histogram-js";
import {
  BUCKET_COUNT,
  bucketNs,
  decodeHistogram,
  encodeHistogram,
  highestNs,
  lowestNs,
  percentileNs,
} from "../../../engine/recorder/latency_histogram.ts";
import { bucketOf, totalsOf } from "../../_support/recording_fixture.ts";

/** A fixed walk over eleven decades, different for each seed. */
function samplesOf(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(2 ** (state / 2147483648 * 41));
  });
}

function library(samples: readonly number[]) {
  const histogram = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const ns of samples) histogram.recordValue(ns);
  return histogram;
}

function samples(values: readonly number[], over = 0) {
  const totals = totalsOf(values, over);
  return { ...totals, minNs: totals.minNs ?? 0 };
}

Deno.test("percentileNs() agrees with hdr-histogram-js below the maximum", () => {
  for (const seed of [1, 2, 3]) {
    const values = samplesOf(seed, 5000);
    const expected = library(values);
    for (const percentile of [0.1, 50, 90, 99, 99.9, 99.97]) {
      assertEquals(
        percentileNs(samples(values), percentile),
        expected.getValueAtPercentile(percentile),
        `seed ${seed}, p${percentile}`,
      );
    }
  }
});

Deno.test("percentileNs() never exceeds the exact maximum", () => {
  assertEquals(percentileNs(samples([1_234_567]), 99.99), 1_234_567);
});

Deno.test("percentileNs() takes samples above the range for the slowest", () => {
  const values = Array.from({ length: 98 }, () => 100);
  assertEquals(percentileNs(samples(values, 2), 98), 100);
  assertEquals(percentileNs(samples(values, 2), 99), 4e12);
});

Deno.test("percentileNs() does not round a whole rank up", () => {
  const values = [...Array.from({ length: 999 }, () => 10), 2000];
  assertEquals(percentileNs(samples(values), 99.9), 10);
});

Deno.test("percentileNs() of nothing is null", () => {
  assertEquals(percentileNs(samples([]), 50), null);
});

Deno.test("bucketNs() has the buckets of hdr-histogram-js", () => {
  const histogram = new Float64Histogram(1, 3_600_000_000_000, 3);
  assertEquals(histogram.countsArrayLength, BUCKET_COUNT);
  assertEquals(BUCKET_COUNT, 33792);
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 7) {
    const ns = bucketNs(bucket);
    assertEquals(bucketOf(Math.max(1, ns)), Math.max(1, bucket));
    assertEquals(histogram.lowestEquivalentValue(ns), ns);
  }
});

Deno.test("highestNs() and lowestNs() are ends of buckets, or null", () => {
  const { counts } = totalsOf([5000, 1_000_000]);
  assertEquals(lowestNs(counts), 5000);
  assertEquals(highestNs(counts), 1_000_447);
  assertEquals(highestNs(new Float64Array(BUCKET_COUNT)), null);
  assertEquals(lowestNs(new Float64Array(BUCKET_COUNT)), null);
});

Deno.test("encodeHistogram() writes what hdr-histogram-js writes", () => {
  const values = samplesOf(4, 1000);
  assertEquals(
    encodeHistogram(totalsOf(values).counts),
    encodeIntoCompressedBase64(library(values)),
  );
});

Deno.test("decodeHistogram() gives back every count", () => {
  const { counts } = totalsOf([...samplesOf(5, 3000), 3_600_000_000_000]);
  counts[17] = 2 ** 40 + 3;
  assertEquals(decodeHistogram(encodeHistogram(counts)), counts);
});

Deno.test("decodeHistogram() gives back an empty histogram", () => {
  const empty = new Float64Array(BUCKET_COUNT);
  assertEquals(decodeHistogram(encodeHistogram(empty)), empty);
});

Deno.test("decodeHistogram() refuses a histogram of another range", () => {
  const other = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 1000,
    numberOfSignificantValueDigits: 2,
  });
  const text = encodeIntoCompressedBase64(other);
  assertThrows(() => decodeHistogram(text), Error, "range");
});
