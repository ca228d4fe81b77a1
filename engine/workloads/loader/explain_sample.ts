/**
 * Says what is wrong with a sample that storage did not give back as it was
 * written: by its stamps where it has some, else byte by byte. Goes in: what
 * came; comes out: evidence.
 */
import type { UnitFinding } from "../../../backends/mod.ts";
import type { LoaderCore } from "./loader_ports.ts";
import {
  type Damage,
  damageOf,
  type DamagePlace,
  sampleFinding,
} from "./sample_damage.ts";
import type { IndexedSample } from "./sample_index.ts";
import type { SampleSet } from "./sample_set.ts";

/** Samples explained byte by byte; of more the digest alone speaks. */
const EXPLAINED_MAX = 200;
const UNIT_BYTES = 4096;

export interface SampleExplainerOptions {
  readonly core: Pick<LoaderCore, "digest" | "judge">;
  readonly set: SampleSet;
  readonly samples: readonly (IndexedSample | null)[];
}

/** What was written, and what came; `null`: nothing is there. */
export interface BadSample {
  readonly sample: IndexedSample;
  readonly stored: Uint8Array | null;
}

/** As the arguments of `found()` of a lane. */
export type Explanation = readonly [
  findings: Damage["findings"],
  more?: number,
];

/** Of all samples of a step. */
export class SampleExplainer {
  readonly #options: SampleExplainerOptions;
  #numbers: Map<string, number> | null = null;
  #explained = 0;

  constructor(options: SampleExplainerOptions) {
    this.#options = options;
  }

  async explain(
    place: DamagePlace,
    { sample, stored }: BadSample,
  ): Promise<Explanation> {
    if (stored === null) {
      const whole = { ...place, offsetBytes: 0 };
      return [[sampleFinding(whole, { class: "lost" })]];
    }
    if (stored.length !== sample.sizeBytes) {
      const isShort = stored.length < sample.sizeBytes;
      return [[sampleFinding(place, {
        class: isShort ? "truncated" : "foreign",
        firstBadByte: Math.min(stored.length, sample.sizeBytes),
      })]];
    }
    return this.#explained++ >= EXPLAINED_MAX
      ? [[sampleFinding(place, { class: "foreign" })]]
      : await this.#explainBytes(place, sample, stored);
  }

  async #explainBytes(
    place: DamagePlace,
    sample: IndexedSample,
    stored: Uint8Array,
  ): Promise<Explanation> {
    const { core, set } = this.#options;
    const other = this.#numberOf(core.digest(stored));
    if (other !== undefined) {
      const found = foundSample(other);
      return [[sampleFinding(place, { class: "cross-object", found })]];
    }
    const file = set.files[set.fileOf(place.sample)];
    const packed = file && (await set.pack(file)).bytes;
    const { offset, sizeBytes } = sample;
    const expected = packed?.subarray(offset, offset + sizeBytes);
    // Another version of a codec packs the same sample otherwise.
    if (expected === undefined || core.digest(expected) !== sample.digest) {
      return [[sampleFinding(place, { class: "foreign" })]];
    }
    const stamped = this.#judgeStamps(place, expected, stored);
    if (stamped.length > 0) return [stamped];
    const { findings, more } = damageOf(place, expected, stored);
    return [findings, more];
  }

  /** Built when the first sample is wrong: most runs never need it. */
  #numberOf(digest: string): number | undefined {
    this.#numbers ??= new Map(
      this.#options.samples.flatMap((sample, number) =>
        sample === null ? [] : [[sample.digest, number] as const]
      ),
    );
    return this.#numbers.get(digest);
  }

  /** Whole units of stamps tell more than a comparison: whose they are. */
  #judgeStamps(
    place: DamagePlace,
    expected: Uint8Array,
    stored: Uint8Array,
  ): UnitFinding[] {
    const { core, set } = this.#options;
    const of = set.stampOf(place.sample);
    if (of === null || set.codec !== null) return [];
    const key = set.sampleKey(place.sample);
    const elements = set.format.unpack(expected, key).bytes;
    const start = elements.byteOffset - expected.byteOffset;
    const whole = elements.length - elements.length % UNIT_BYTES;
    if (elements.buffer !== expected.buffer || whole === 0) return [];
    const units = stored.slice(start, start + whole);
    return core.judge(of, units).map((finding) => ({
      ...finding,
      op: "read" as const, // not any text
      file: place.sample,
      lane: place.lane,
      timeNs: place.timeNs,
      offsetBytes: place.offsetBytes + start + finding.offsetBytes,
    }));
  }
}

function foundSample(number: number): UnitFinding["found"] {
  return {
    object: BigInt(number + 1),
    unit: 0,
    generation: 1,
    run: 0n,
    sequence: 0,
  };
}
