import { assertEquals } from "@std/assert";
import { OperationTrace } from "../../../../backends/store/sdk/operation_trace.ts";
import { keptOperation } from "../../../_support/kept_operation.ts";

Deno.test("OperationTrace.row() is what began, what was noted, and the end", () => {
  const start = {
    ...{ place: 3, startNs: 100, intendedNs: 90, isWarmup: false },
    op: "range" as const, // not any text
  };
  const trace = new OperationTrace(start);
  trace.attempts = 2;
  trace.generation = 7;
  trace.offset = 4096;
  const noted = { ...start, attempts: 2, generation: 7, offset: 4096 };
  assertEquals(
    trace.row({ endNs: 200, status: 0, bytes: 50, firstByteNs: 110 }),
    keptOperation({ ...noted, endNs: 200, bytes: 50, firstByteNs: 110 }),
  );
  assertEquals(
    trace.row({ endNs: 200, status: -1110 }),
    keptOperation({ ...noted, endNs: 200, bytes: 0, status: -1110 }),
  );
});
