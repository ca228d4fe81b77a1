import { assert, assertEquals } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { CONSISTENCY_OPS } from "../../../../engine/profile/mod.ts";
import { mixFor } from "../../../../engine/workloads/consistency/operation_mix.ts";

const ALL = new MemBackend({ url: "mem:all" }).capabilities;

Deno.test("mixFor() asks a store that claims everything for everything", () => {
  const { weighted, notAsked } = mixFor([ALL]);
  assertEquals(notAsked, []);
  const asked = new Set(weighted.map(({ choice }) => choice.operation));
  assertEquals(asked.size, CONSISTENCY_OPS.length);
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
  assert(
    weighted.every(({ choice: { group } }) =>
      group === "hot" || group === "contest"
    ),
  );
});

Deno.test("mixFor() does what is asked, as often as it is asked", () => {
  const { weighted, notAsked } = mixFor([ALL], { put: 10, get: 30 });
  const sumOf = (operation: string) =>
    weighted.filter(({ choice }) => choice.operation === operation)
      .reduce((sum, { weight }) => sum + weight, 0);
  assertEquals(notAsked, []);
  assert(weighted.every(({ weight }) => Number.isInteger(weight)));
  assert(Math.abs(sumOf("get") / sumOf("put") - 3) < 0.001);
  assertEquals(sumOf("list"), 0);
  const some = new Set(["read", "write"] as const);
  assertEquals(mixFor([some], { put: 1, list: 1 }).notAsked, ["list"]);
});

Deno.test("mixFor() asks for wrong checksums where one kind is checked", () => {
  const one = new Set(["write", "checksumCrc64nvme"] as const);
  assert(!mixFor([one]).notAsked.includes("putDamaged"));
  const none = new Set(["write"] as const);
  assert(mixFor([none]).notAsked.includes("putDamaged"));
});
