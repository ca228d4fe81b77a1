import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { crc32c } from "../../../../engine/workloads/loader/reflected_crc.ts";
import type { SampleCodec } from "../../../../engine/workloads/loader/sample_codec.ts";
import {
  sampleFormat,
  type SampleFormatName,
} from "../../../../engine/workloads/loader/sample_format.ts";
import {
  SampleSource,
  type SampleSourceOptions,
  SampleTrouble,
} from "../../../../engine/workloads/loader/sample_source.ts";
import { countingTensor } from "./tensor_fixture.ts";

const digest = (bytes: Uint8Array) => crc32c(bytes).toString(16);
const { signal } = new AbortController();
const KEYS = ["a", "b", "c"];

/** A data set in memory; `file` may be damaged before it is read. */
async function dataSet(
  name: SampleFormatName,
  set: Partial<SampleSourceOptions> = {},
) {
  const format = sampleFormat(name);
  const { bytes: file, ranges } = await format.pack(
    KEYS.map((key, at) => ({ key, tensor: countingTensor("uint8", [at + 3]) })),
  );
  const samples = ranges.map((range, at) => ({
    ...range,
    key: KEYS[at] ?? "",
    file: "shard-0",
    plainBytes: range.sizeBytes,
    digest: digest(file.subarray(range.offset, range.offset + range.sizeBytes)),
  }));
  const source = new SampleSource({
    index: { format: name, digest: "crc32c", codec: "none", samples },
    format,
    read: ({ offset, sizeBytes }) =>
      Promise.resolve(file.slice(offset, offset + sizeBytes)),
    digest,
    onTrouble: "fail",
    ...set,
  });
  return { source, file, samples };
}

Deno.test("SampleSource delivers each sample as it was written", async () => {
  for (const name of ["tfrecord", "webdataset"] as const) {
    const { source } = await dataSet(name);
    for (const [number] of KEYS.entries()) {
      const frame = await source.fetch(number, signal);
      const tensor = source.decode(number, frame ?? new Uint8Array());
      assertEquals(tensor, countingTensor("uint8", [number + 3]));
    }
    assertEquals(source.counts.delivered, 3);
  }
});

Deno.test("SampleSource names a corrupt sample, or passes it over by policy", async () => {
  const failing = await dataSet("tfrecord");
  const at = (failing.samples[1]?.offset ?? 0) + 13;
  failing.file[at] = 99;
  const error = await assertRejects(
    () => failing.source.fetch(1, signal),
    SampleTrouble,
    `Cannot deliver sample "b" of "shard-0" at byte ${at - 13}: its crc32c is`,
  );
  assertEquals([error.kind, error.sample.key], ["corrupt", "b"]);
  const skipping = await dataSet("tfrecord", { onTrouble: "skip" });
  skipping.file[at] = 99;
  assertEquals(await skipping.source.fetch(1, signal), null);
  assertEquals((await skipping.source.fetch(2, signal))?.length, 21);
  assertEquals(skipping.source.counts.corrupt, 1);
});

Deno.test("SampleSource names a sample that is missing, truncated or too long", async () => {
  for (
    const [stored, kind] of [
      [null, "missing"],
      [new Uint8Array(3), "truncated"],
      [new Uint8Array(99), "corrupt"],
    ] as const
  ) {
    const { source } = await dataSet("tfrecord", {
      read: () => Promise.resolve(stored),
    });
    const error = await assertRejects(
      () => source.fetch(0, signal),
      SampleTrouble,
      'sample "a"',
    );
    assertEquals([error.kind, source.counts[kind]], [kind, 1]);
  }
});

Deno.test("SampleSource holds cached bytes against the format once more", async () => {
  const { source } = await dataSet("webdataset");
  const error = assertThrows(
    () => source.decode(1, new Uint8Array(600)),
    SampleTrouble,
    'sample "b"',
  );
  assertEquals(error.kind, "corrupt");
});

Deno.test("SampleSource lets failures of the world through, whatever the policy", async () => {
  const { source } = await dataSet("tfrecord", {
    onTrouble: "skip",
    read: () => Promise.reject(new TypeError("no way there")),
  });
  await assertRejects(() => source.fetch(0, signal), TypeError, "no way");
  assertEquals(source.counts.missing, 0);
});

Deno.test("SampleSource decompresses what it checked, by the codec of the index", async () => {
  const plain = (await sampleFormat("raw").pack([
    { key: "a", tensor: countingTensor("uint8", [4]) },
  ])).bytes;
  const inverted: SampleCodec = {
    name: "inverted",
    compress: (bytes) => bytes.map((byte) => ~byte),
    decompress: (bytes) => bytes.map((byte) => ~byte),
  };
  const stored = inverted.compress(plain);
  const samples = [{
    key: "a",
    file: "a.bin",
    offset: 0,
    sizeBytes: stored.length,
    plainBytes: plain.length,
    digest: digest(stored),
  }];
  const options: SampleSourceOptions = {
    index: { format: "raw", digest: "crc32c", codec: "inverted", samples },
    format: sampleFormat("raw"),
    read: () => Promise.resolve(stored),
    digest,
    codec: inverted,
    onTrouble: "fail",
  };
  assertEquals(await new SampleSource(options).fetch(0, signal), plain);
  const { codec: _, ...without } = options;
  assertThrows(() => new SampleSource(without), RangeError, '"inverted"');
});

Deno.test("SampleSource refuses a number that the index does not have", async () => {
  const { source } = await dataSet("tfrecord");
  await assertRejects(() => source.fetch(3, signal), RangeError, "has 3");
});
