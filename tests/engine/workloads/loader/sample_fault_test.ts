import { assertEquals, assertInstanceOf } from "@std/assert";
import { SampleFault } from "../../../../engine/workloads/loader/sample_fault.ts";

Deno.test("SampleFault tells format, place and reason in one sentence", () => {
  const fault = new SampleFault({
    format: ".npy",
    kind: "truncated",
    atByte: 7,
    reason: "it ends within its header",
  });
  assertInstanceOf(fault, Error);
  assertEquals(
    fault.message,
    "Cannot read .npy at byte 7: it ends within its header",
  );
  assertEquals([fault.kind, fault.atByte], ["truncated", 7]);
});
