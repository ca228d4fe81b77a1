import { assert, assertEquals } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { OPERATIONS } from "../../../../engine/workloads/consistency/mod.ts";
import { mixFor } from "../../../../engine/workloads/consistency/operation_mix.ts";

const ALL = new MemBackend({ url: "mem:all" }).capabilities;

Deno.test("mixFor() asks a store that claims everything for everything", () => {
  const { weighted, notAsked } = mixFor([ALL]);
  assertEquals(notAsked, []);
  const asked = new Set(weighted.map(({ choice }) => choice.operation));
  assertEquals(asked.size, OPERATIONS.length);
});

Deno.test("mixFor() deletes and uploads only on keys of their own", () => {
  const { weighted } = mixFor([ALL]);
  for (const { choice: { operation, group } } of weighted) {
    if (operation === "delete") assertEquals(group, "churn");
    if (operation === "upload") assertEquals(group, "parts");
  }
});

Deno.test("mixFor() leaves out what one endpoint does not claim", () => {
  const some = new Set(["read", "write", "list"] as const);
  const { weighted, notAsked } = mixFor([ALL, some]);
  assert(notAsked.includes("delete") && notAsked.includes("upload"));
  assert(weighted.every(({ choice }) => choice.group === "hot"));
});
