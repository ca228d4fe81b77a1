/** Promises of `engine/cases/loader/sample_bench.ts`, in memory. */
import { assertEquals, assertRejects } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { LOADER_PARTS } from "../../../../engine/cases/loader/loader_parts.ts";
import {
  deliver,
  onSamples,
  SampleBench,
} from "../../../../engine/cases/loader/sample_bench.ts";
import {
  loaderEnv,
  RUN_LENGTHS,
} from "../../../_support/loader_case_fixture.ts";

const MADE = { element: "bool", shapes: [[300], [20]], salt: 1 } as const;

Deno.test("SampleBench writes a data set that its sources read, compressed or not", async () => {
  const env = loaderEnv();
  const bench = new SampleBench(env, LOADER_PARTS);
  const samples = bench.tensors(MADE);
  for (
    const [name, codec] of [["plain", undefined], [
      "runs",
      RUN_LENGTHS,
    ]] as const
  ) {
    const set = await bench.write({
      name,
      format: "webdataset",
      samples,
      ...(codec === undefined ? {} : { codec }),
    });
    const source = bench.source(set);
    const found = await deliver(source, 1, bench.signal);
    assertEquals(found, samples[1]?.tensor);
    assertEquals(set.index.codec, codec?.name ?? "none");
  }
  await bench.clear();
  assertEquals((await env.backend.list()).objects, []);
});

Deno.test("SampleBench.reader() tells a file that is gone from one that ends", async () => {
  const env = loaderEnv();
  const bench = new SampleBench(env, LOADER_PARTS);
  const set = await bench.write({
    name: "x",
    format: "tfrecord",
    samples: bench.tensors(MADE),
  });
  const [, last] = set.index.samples;
  if (last === undefined) throw new TypeError("Two samples were written");
  const read = bench.reader(set.format);
  await env.backend.put(last.file, new Uint8Array(3));
  assertEquals((await read(last, bench.signal))?.length, 0);
  await env.backend.delete(last.file);
  assertEquals(await read(last, bench.signal), null);
});

Deno.test("SampleBench.reader() has its memory filled, and sees a file that is too long", async () => {
  const env = loaderEnv();
  const { backend } = env;
  backend.readInto = async (key, start, into) => {
    const found = (await backend.get(key)).subarray(start);
    into.set(found.subarray(0, into.length));
    return Math.min(found.length, into.length);
  };
  const bench = new SampleBench(env, LOADER_PARTS);
  const samples = bench.tensors(MADE).slice(0, 1);
  const set = await bench.write({ name: "x", format: "npy", samples });
  const [only] = set.index.samples;
  if (only === undefined) throw new TypeError("A sample was written");
  const read = bench.reader(set.format);
  const whole = await read(only, bench.signal) ?? new Uint8Array();
  assertEquals(whole, await backend.get(only.file));
  bench.buffers.give(whole);
  assertEquals(bench.buffers.freeBytes > 0, true);
  await backend.put(only.file, new Uint8Array(only.sizeBytes + 9));
  const longer = await read(only, bench.signal);
  assertEquals(longer?.length, only.sizeBytes + 9);
});

Deno.test("onSamples() leaves no key behind, also after a breach", async () => {
  const env = loaderEnv();
  const body = onSamples(async (bench) => {
    await bench.write({
      name: "x",
      format: "npy",
      samples: bench.tensors(MADE),
    });
    throw new CaseBroken("It broke");
  });
  await assertRejects(() => body(env), CaseBroken);
  assertEquals((await env.backend.list()).objects, []);
});
