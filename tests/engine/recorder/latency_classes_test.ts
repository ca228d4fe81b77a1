import { assert, assertEquals } from "@std/assert";
import {
  BUCKET_COUNT,
  bucketNs,
  classCounts,
  classOf,
  classStartNs,
} from "../../../engine/recorder/mod.ts";
import { bucketOf } from "../../_support/recording_fixture.ts";

Deno.test("classCounts() has every operation in one class", () => {
  const counts = new Float64Array(BUCKET_COUNT);
  let total = 0;
  for (const ns of [1, 7, 999, 1000, 1023, 1024, 5e6, 3.5e12]) {
    counts[bucketOf(ns)] = (counts[bucketOf(ns)] ?? 0) + 3;
    total += 3;
  }
  const [first, ...classes] = classCounts(counts);
  assertEquals(first, 0);
  assertEquals(classes.reduce((sum, count) => sum + count, 0), total);
  assertEquals(classes[classOf(1000)], 9);
  assertEquals(classes[classOf(1024)], 3);
});

Deno.test("classCounts() of nothing is empty", () => {
  assertEquals(classCounts(new Float64Array(BUCKET_COUNT)), []);
});

Deno.test("classes share no bucket: each edge is an edge of a bucket", () => {
  for (let bucket = 0; bucket + 1 < BUCKET_COUNT; bucket += 7) {
    const [low, high] = [bucketNs(bucket), bucketNs(bucket + 1) - 1];
    assertEquals(classOf(low), classOf(high), `bucket ${bucket}`);
  }
});

Deno.test("classStartNs() is where classOf() begins to say so", () => {
  for (let index = 8; index < 168; index++) {
    const start = classStartNs(index);
    assertEquals(classOf(start), index);
    assert(classOf(start - 1) < index);
  }
  assertEquals(classOf(0), 0);
});
