import { assertEquals } from "@std/assert";
import { sampleWords } from "../../../engine/report/sample_words.ts";
import { stampUnitTwin } from "../../ffi/stamp_twin.ts";
import { plannedSpace, plannedTarget } from "../../_support/plan_fixture.ts";
import { findingRecording } from "../../_support/report_fixture.ts";

/** A unit of the first file, as its space keys it, from `byte` on in hex. */
function sample(unit: bigint, generation: bigint, byte: number): string {
  const bytes = stampUnitTwin({
    runId: 0x0123456789abcdefn,
    runKey: 0xffn,
    objectId: 0xa0n,
    objectTag: 0,
    unitBytes: 4096,
    objectBits: 12,
    unitBits: 36,
    compressPermille: 0,
    dedupePermille: 0,
    unit,
    generation,
    sequence: 1n,
    writer: 0,
    position: 0,
    length: 1,
    seconds: 0,
  });
  return bytes.subarray(byte, byte + 64).toHex();
}

Deno.test("sampleWords() names file, unit and generation on both sides", () => {
  const finding = findingRecording({
    sampleByte: 512,
    expectedSample: sample(77n, 2n, 512),
    foundSample: sample(333n, 1n, 512),
  });
  const whose = { fromByte: 512, toByte: 575, kind: "payload" } as const;
  const object = "sv-run-000.dat";
  assertEquals(sampleWords(finding, plannedTarget()), [
    { side: "expected", ...whose, object, unit: 77, generation: 2 },
    { side: "found", ...whose, object, unit: 333, generation: 1 },
  ]);
});

Deno.test("sampleWords() tells where in a sample another write begins", () => {
  const torn = sample(77n, 2n, 512).slice(0, 48) +
    sample(77n, 1n, 512).slice(48);
  const finding = findingRecording({
    sampleByte: 512,
    expectedSample: "",
    foundSample: torn,
  });
  const words = sampleWords(finding, plannedTarget());
  assertEquals(
    words.map(({ fromByte, toByte, generation }) => [
      fromByte,
      toByte,
      generation,
    ]),
    [[512, 535, 2], [536, 575, 1]],
  );
});

Deno.test("sampleWords() reads the header at the start of a unit", () => {
  const finding = findingRecording({
    sampleByte: 0,
    expectedSample: "",
    foundSample: sample(5n, 1n, 0),
  });
  assertEquals(sampleWords(finding, plannedTarget()), [{
    side: "found",
    fromByte: 0,
    toByte: 63,
    kind: "header",
    run: "0123456789abcdef",
    object: "00000000000000a0",
    unit: 5,
    generation: 1,
  }]);
});

Deno.test("sampleWords() says nothing of zeros, chance and other files", () => {
  const target = plannedTarget({ space: plannedSpace({ objectTag: 4 }) });
  for (const found of ["00".repeat(64), "5a17c3".repeat(21) + "99"]) {
    const finding = findingRecording({
      sampleByte: 512,
      expectedSample: sample(77n, 2n, 512),
      foundSample: found,
    });
    assertEquals(sampleWords(finding, target), []);
  }
});
