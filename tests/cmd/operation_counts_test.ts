/** The promises of cmd/operation_counts.ts. */
import { assertEquals } from "@std/assert";
import { OperationCounts } from "../../cmd/operation_counts.ts";

const FILL = { target: "local", step: "fill" };
const READ = { target: "local", step: "read" };

Deno.test("OperationCounts keeps what the file has, and loses the rest", () => {
  const counts = new OperationCounts();
  counts.waits(FILL, 5, 100);
  counts.waits(READ, 7, 100);
  counts.settle(100);
  counts.waits(FILL, 11, 200);
  counts.lost(READ, 1);
  counts.settle(199);
  assertEquals(counts.end(), [
    { ...FILL, kept: 5, lost: 11 },
    { ...READ, kept: 7, lost: 1 },
  ]);
});

Deno.test("OperationCounts counts rows that come one by one to the same byte", () => {
  const counts = new OperationCounts();
  for (let row = 0; row < 3; row++) counts.waits(FILL, 1, 100);
  counts.waits(FILL, 1, 101);
  counts.settle(100);
  counts.settle(100);
  assertEquals(counts.end(), [{ ...FILL, kept: 3, lost: 1 }]);
});

Deno.test("OperationCounts has steps in the order in which they began", () => {
  const counts = new OperationCounts();
  counts.begin(READ);
  counts.lost(FILL, 0);
  assertEquals(counts.end().map(({ step }) => step), ["read", "fill"]);
});
