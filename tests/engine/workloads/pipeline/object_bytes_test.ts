import { assert, assertEquals } from "@std/assert";
import { objectBytes } from "../../../../engine/workloads/pipeline/object_bytes.ts";

const drawn = (sizes: Parameters<typeof objectBytes>[0], seed = "1") =>
  Array.from({ length: 2000 }, (_, index) => objectBytes(sizes, seed, index));

Deno.test("objectBytes() repeats by its seed, and differs by another", () => {
  const sizes = { kind: "uniform", minBytes: 0, maxBytes: 1e6 } as const;
  assertEquals(drawn(sizes), drawn(sizes));
  assertEquals(drawn(sizes, "2")[0] === drawn(sizes)[0], false);
});

Deno.test("objectBytes() stays within what was asked, by every shape", () => {
  assertEquals(new Set(drawn({ kind: "fixed", bytes: 7 })), new Set([7]));
  const bounds = { minBytes: 10, maxBytes: 12 };
  assertEquals(new Set(drawn({ kind: "uniform", ...bounds })).size, 3);
  const list = drawn({
    kind: "list",
    sizes: [{ bytes: 1, weight: 90 }, { bytes: 2, weight: 10 }],
  });
  const few = list.filter((bytes) => bytes === 2).length;
  assert(few > 100 && few < 300, `${few} of 2000`);
  const normal = drawn({
    kind: "lognormal",
    medianBytes: 1000,
    sigma: 1,
    minBytes: 10,
    maxBytes: 100_000,
  });
  const above = normal.filter((bytes) => bytes > 1000).length;
  assert(above > 850 && above < 1150, `${above} of 2000`);
  assert(normal.every((bytes) => bytes >= 10 && bytes <= 100_000));
});
