import { assertEquals, assertThrows } from "@std/assert";
import {
  SAMPLE_FORMAT_NAMES,
  sampleFormat,
} from "../../../../engine/workloads/loader/sample_format.ts";
import { writeNpz } from "../../../../engine/workloads/loader/npz.ts";
import { CORE } from "../table/parquet/parquet_fixture.ts";
import { countingTensor, faultOf } from "./tensor_fixture.ts";

const SAMPLES = ["a", "b"].map((key, index) => ({
  key,
  tensor: countingTensor("int16", [3, index + 1]),
}));

for (const name of SAMPLE_FORMAT_NAMES) {
  const format = sampleFormat(name, { pages: () => CORE });
  const samples = format.isShard ? SAMPLES : SAMPLES.slice(0, 1);

  Deno.test(`sampleFormat("${name}") gives back each sample by its range`, async () => {
    const { bytes, ranges } = await format.pack(samples);
    assertEquals(ranges.length, samples.length);
    ranges.forEach(({ offset, sizeBytes }, index) => {
      const sample = samples[index];
      const frame = bytes.subarray(offset, offset + sizeBytes);
      const tensor = format.unpack(frame, sample?.key ?? "");
      const isFlat = ["raw", "tfrecord", "parquet"].includes(name);
      assertEquals(tensor.bytes, sample?.tensor.bytes);
      if (!isFlat) assertEquals(tensor, sample?.tensor);
    });
  });
}

for (const name of ["raw", "npy", "npz", "safetensors"] as const) {
  Deno.test(`sampleFormat("${name}") writes exactly one sample`, () => {
    const { pack } = sampleFormat(name);
    assertThrows(() => pack(SAMPLES), RangeError, "exactly one");
    assertThrows(() => pack([]), RangeError, "exactly one");
  });
}

Deno.test("sampleFormat() refuses a range of two samples, and of none", async () => {
  for (const name of ["tfrecord", "webdataset"] as const) {
    const format = sampleFormat(name);
    const { bytes } = await format.pack(SAMPLES);
    assertEquals(faultOf(() => format.unpack(bytes, "a")), "malformed");
    const nothing = new Uint8Array();
    assertEquals(faultOf(() => format.unpack(nothing, "a")) === "none", false);
  }
});

Deno.test("sampleFormat() tells a sample of another key, and another array", async () => {
  for (const name of ["webdataset", "parquet"] as const) {
    const shard = sampleFormat(name, { pages: () => CORE });
    const { bytes, ranges } = await shard.pack(SAMPLES.slice(0, 1));
    const { offset = 0, sizeBytes = 0 } = ranges[0] ?? {};
    const frame = bytes.subarray(offset, offset + sizeBytes);
    assertEquals(faultOf(() => shard.unpack(frame, "a")), "none");
    assertEquals(faultOf(() => shard.unpack(frame, "b")), "malformed");
  }
  const other = writeNpz(new Map([["y", countingTensor()]]));
  const npz = sampleFormat("npz");
  assertEquals(faultOf(() => npz.unpack(other, "a")), "malformed");
});
