import { assertEquals } from "@std/assert";
import { CopyRefusal } from "../../../../engine/workloads/pipeline/copy_refusal.ts";

Deno.test("CopyRefusal names the memory that would do, as one mistake", () => {
  const refusal = new CopyRefusal({
    key: "a/b",
    sizeBytes: 3 * 2 ** 30,
    memoryBytes: 1 << 20,
    neededBytes: 11_000_000,
  });
  assertEquals(
    refusal.message,
    'Cannot copy "a/b" of 3 GiB within 1 MiB: two of its parts must fit: ' +
      "give --memory 11MiB or more",
  );
  assertEquals(refusal.mistakes, [refusal.message]);
});
