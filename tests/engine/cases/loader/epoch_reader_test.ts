/** Promises of `engine/cases/loader/epoch_reader.ts`, in memory. */
import { assertEquals } from "@std/assert";
import {
  readEpoch,
  sourcesOf,
} from "../../../../engine/cases/loader/epoch_reader.ts";
import { LOADER_PARTS } from "../../../../engine/cases/loader/loader_parts.ts";
import { SampleBench } from "../../../../engine/cases/loader/sample_bench.ts";
import { loaderEnv } from "../../../_support/loader_case_fixture.ts";

Deno.test("readEpoch() computes once a batch, with and without samples ahead", async () => {
  const bench = new SampleBench(loaderEnv(), LOADER_PARTS);
  const samples = bench.tensors({
    ...{ element: "int8", shapes: [[1], [2], [3], [4], [5]], salt: 1 },
  });
  const set = await bench.write({ name: "x", format: "npy", samples });
  for (const depth of [0, 2]) {
    let computed = 0;
    const read = await readEpoch({
      ...{ bench, sets: [set], sources: sourcesOf(bench, [set]), depth },
      ...{ seed: null, epoch: 0, workersCount: 1, batchSamples: 2 },
      compute: () => Promise.resolve(void computed++),
    });
    assertEquals([computed, read.batchesCount, read.samplesCount], [3, 3, 5]);
  }
});
