/** Promises of `engine/cases/seeded_bytes.ts`. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { caseSeed, seededBytes } from "../../../engine/cases/seeded_bytes.ts";

Deno.test("seededBytes() repeats by size, seed and salt", () => {
  const asked = { sizeBytes: 1001, seed: 5, salt: 2 };
  assertEquals(seededBytes(asked).length, 1001);
  assertEquals(seededBytes(asked), seededBytes(asked));
  assertNotEquals(seededBytes(asked), seededBytes({ ...asked, seed: 6 }));
  assertNotEquals(seededBytes(asked), seededBytes({ ...asked, salt: 3 }));
});

Deno.test("seededBytes() is never stuck, whatever the seed", () => {
  for (const seed of [0, 1, 0x9e3779b9, 0xffffffff]) {
    for (let salt = 0; salt < 4; salt++) {
      const bytes = seededBytes({ sizeBytes: 4096, seed, salt });
      assertEquals(new Set(bytes).size > 200, true, `${seed} ${salt}`);
    }
  }
});

Deno.test("caseSeed() is 32 bits of any text", () => {
  assertEquals(caseSeed(""), 0x811c9dc5);
  assertEquals(caseSeed("a"), 0xe40c292c);
  assertNotEquals(caseSeed("ab"), caseSeed("ba"));
});
