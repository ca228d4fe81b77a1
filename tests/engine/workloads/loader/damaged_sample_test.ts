/**
 * Each reader against seeded damage: whatever the bytes, it gives a sample or
 * a `SampleFault`, and no error of another kind.
 */
import { assertEquals } from "@std/assert";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";
import {
  SAMPLE_FORMAT_NAMES,
  sampleFormat,
} from "../../../../engine/workloads/loader/sample_format.ts";
import { CORE } from "../table/parquet/parquet_fixture.ts";
import { countingTensor, faultOf } from "./tensor_fixture.ts";

const SEED = 20261121;
const ROUNDS = 3000;

for (const name of SAMPLE_FORMAT_NAMES) {
  Deno.test(`sampleFormat("${name}") names any damage, seed=${SEED}`, async () => {
    const chance = new SeededChoice(SEED);
    const format = sampleFormat(name, { pages: () => CORE });
    const samples = [{ key: "a", tensor: countingTensor() }];
    const { bytes, ranges } = await format.pack(samples);
    const { offset = 0, sizeBytes = 0 } = ranges[0] ?? {};
    // Of Parquet a frame is not the whole file.
    const frame = bytes.subarray(offset, offset + sizeBytes);
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const isCut = chance.below(4) === 0;
      const left = isCut ? 1 + chance.below(frame.length) : frame.length;
      const damaged = frame.slice(0, left);
      for (let count = chance.below(6); count > 0; count--) {
        const at = chance.below(damaged.length);
        damaged.fill(chance.below(256), at, at + 1 + chance.below(9));
      }
      seen.add(faultOf(() => format.unpack(damaged, "a")));
    }
    // Raw samples carry nothing to hold them against: the index does.
    assertEquals(seen.size > 1, name !== "raw");
  });
}
