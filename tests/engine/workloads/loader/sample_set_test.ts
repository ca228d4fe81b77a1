import { assertEquals, assertNotEquals } from "@std/assert";
import { SampleSet } from "../../../../engine/workloads/loader/sample_set.ts";
import {
  memoryLoader,
  plannedSamples,
} from "../../../_support/loader_fixture.ts";

function setOf(changes: Parameters<typeof plannedSamples>[0] = {}) {
  const planned = plannedSamples(changes);
  const { samples } = planned;
  if (samples === null) throw new TypeError("no samples");
  const { core } = memoryLoader().ports;
  return new SampleSet({ ...planned, samples }, {
    runId: "00".repeat(8),
    core,
  });
}

Deno.test("SampleSet puts every sample into one file, source by source", () => {
  const set = setOf({ format: "tfrecord", perFile: 3 });
  const numbers = set.files.flatMap(({ first, count }) =>
    Array.from({ length: count }, (_, index) => first + index)
  );
  assertEquals(numbers, [...Array(10).keys()]);
  assertEquals(numbers.map((one) => set.fileOf(one)), [
    ...[0, 0, 0, 1, 1, 2, 2, 2, 3, 3],
  ]);
  assertEquals(set.numberOf({ source: 1, sample: 2 }), 7);
});

Deno.test("SampleSet.pack() makes the same bytes again, and ranges that give each sample", async () => {
  const set = setOf({ format: "webdataset", perFile: 4 });
  const [file] = set.files;
  if (file === undefined) throw new TypeError("no file");
  const { bytes, samples } = await set.pack(file);
  assertEquals((await set.pack(file)).bytes, bytes);
  for (const [index, { offset, sizeBytes, key }] of samples.entries()) {
    const frame = bytes.subarray(offset, offset + sizeBytes);
    assertEquals(set.format.unpack(frame, key).bytes, set.tensor(index).bytes);
  }
  assertNotEquals(set.tensor(0).bytes, set.tensor(1).bytes);
});
