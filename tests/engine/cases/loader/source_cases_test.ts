/** Promises of `engine/cases/loader/source_cases.ts`, in memory. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import {
  corruptSample,
  fetchCompressed,
  fetchUncompressed,
  missingSample,
  remoteSource,
  sourcePrefetch,
} from "../../../../engine/cases/loader/source_cases.ts";
import {
  SampleSource,
  type Tensor,
} from "../../../../engine/workloads/loader/mod.ts";
import {
  loaderEnv,
  RUN_LENGTHS,
  wrongParts,
} from "../../../_support/loader_case_fixture.ts";
import { DROPPING, REVERSING } from "./_wrong_prefetchers.ts";

/** Gives out the first sample whatever is asked for. */
class FirstSource extends SampleSource {
  override decode(_number: number, frame: Uint8Array): Tensor | null {
    return super.decode(0, frame);
  }
}

/** Turns a bit of what it gives out. */
class FlippingSource extends SampleSource {
  override decode(number: number, frame: Uint8Array): Tensor | null {
    const tensor = super.decode(number, frame);
    if (tensor === null) return null;
    const bytes = tensor.bytes.slice();
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return { ...tensor, bytes };
  }
}

const FLIPPING = wrongParts({
  source: (options) => new FlippingSource(options),
});
/** Believes whatever comes. */
const BLIND = wrongParts({
  source: (options) => {
    const digests = new Map<Uint8Array, string>();
    let expected = "";
    return new SampleSource({
      ...options,
      async read(sample, signal) {
        expected = sample.digest;
        const bytes = await options.read(sample, signal) ??
          new Uint8Array(sample.sizeBytes);
        const whole = new Uint8Array(sample.sizeBytes);
        whole.set(bytes.subarray(0, sample.sizeBytes));
        digests.set(whole, expected);
        return whole;
      },
      digest: (bytes) => digests.get(bytes) ?? expected,
    });
  },
});

for (
  const [name, body, text] of [
    ["fetchUncompressed", fetchUncompressed, "63 samples"],
    ["fetchCompressed", fetchCompressed, "frames of runs"],
    ["sourcePrefetch", sourcePrefetch, "9 samples"],
    ["missingSample", missingSample, 'sample "s0004"'],
    ["corruptSample", corruptSample, "14 samples"],
    ["remoteSource", remoteSource, "63 samples came over file:"],
  ] as const
) {
  Deno.test(`${name}() holds for a right source, and leaves nothing`, async () => {
    const codec = {
      ...RUN_LENGTHS,
      // Noise of 0 and 1 has few runs; half of it is enough to be smaller.
      compress: (bytes: Uint8Array) => RUN_LENGTHS.compress(bytes),
    };
    const env = loaderEnv({ codec });
    assertStringIncludes(await body(env), text);
    assertEquals((await env.backend.list()).objects, []);
  });

  Deno.test(`${name}() is broken by a bit that is wrong`, async () => {
    await assertRejects(
      () => body(loaderEnv(), FLIPPING),
      CaseBroken,
      "Byte 0",
    );
  });
}

Deno.test("remoteSource() is broken by a source that gives another sample", async () => {
  const parts = wrongParts({ source: (options) => new FirstSource(options) });
  await assertRejects(() => remoteSource(loaderEnv(), parts));
});

for (
  const [name, body] of [
    ["missingSample", missingSample],
    ["corruptSample", corruptSample],
  ] as const
) {
  Deno.test(`${name}() is broken by a source that looks at nothing`, async () => {
    await assertRejects(
      () => body(loaderEnv(), BLIND),
      CaseBroken,
      "should end the load",
    );
  });
}

Deno.test("sourcePrefetch() is broken by a prefetcher that drops or reorders", async () => {
  for (const prefetcher of [DROPPING, REVERSING]) {
    const parts = wrongParts({ prefetcher });
    await assertRejects(() => sourcePrefetch(loaderEnv(), parts), CaseBroken);
  }
});
