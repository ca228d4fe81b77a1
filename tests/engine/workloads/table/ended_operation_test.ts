import { assertEquals } from "@std/assert";
import { failureWord } from "../../../../engine/workloads/table/ended_operation.ts";

Deno.test("failureWord() is the kind of a failure, or its name", () => {
  const full = Object.assign(new Error("full"), { kind: "NoSpace" });
  assertEquals(failureWord(full), "NoSpace");
  assertEquals(failureWord(new RangeError("x")), "RangeError");
  assertEquals(failureWord("x"), "failed");
});
