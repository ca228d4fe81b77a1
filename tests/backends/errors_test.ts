import { assertEquals } from "@std/assert";
import { StorageError } from "../../backends/mod.ts";

Deno.test("StorageError keeps its kind, its cause and the order of its facts", () => {
  const cause = new Error("x");
  const error = new StorageError("Cannot put", {
    kind: "Busy",
    operation: "put",
    transient: true,
    context: [["b", "1"], ["a", "2"]],
    cause,
  });
  assertEquals(error.name, "StorageError");
  assertEquals([error.kind, error.transient], ["Busy", true]);
  assertEquals(error.context.map(([name]) => name), ["b", "a"]);
  assertEquals(error.cause, cause);
});

Deno.test("StorageError is permanent unless it says otherwise", () => {
  const error = new StorageError("x", { kind: "NotFound", operation: "get" });
  assertEquals([error.transient, error.context], [false, []]);
});
