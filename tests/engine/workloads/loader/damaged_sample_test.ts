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
import { countingTensor, faultOf } from "./tensor_fixture.ts";

const SEED = 20261121;
const ROUNDS = 3000;

for (const name of SAMPLE_FORMAT_NAMES) {
  Deno.test(`sampleFormat("${name}") names any damage, seed=${SEED}`, () => {
    const chance = new SeededChoice(SEED);
    const format = sampleFormat(name);
    const { bytes } = format.pack([{ key: "a", tensor: countingTensor() }]);
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const isCut = chance.below(4) === 0;
      const left = isCut ? 1 + chance.below(bytes.length) : bytes.length;
      const damaged = bytes.slice(0, left);
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
