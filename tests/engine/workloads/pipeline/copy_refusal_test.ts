import { assertEquals, assertStringIncludes } from "@std/assert";
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

Deno.test("CopyRefusal counts the copies that share a memory, and tells of one alone", () => {
  const short = {
    key: "a",
    sizeBytes: 2e12,
    neededBytes: 400 << 20,
    copies: 4,
  };
  const small = new CopyRefusal({ ...short, memoryBytes: 16 << 20 });
  assertStringIncludes(small.message, "give --memory 1600MiB or more");
  assertEquals(small.message.includes("--parallel"), false);
  const large = new CopyRefusal({ ...short, memoryBytes: 100 << 20 });
  assertStringIncludes(large.message, "1600MiB or more, or --parallel 1");
});
