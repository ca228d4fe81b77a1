import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  BodyCheck,
  type BodyOptions,
  identityOf,
  stretchBytes,
} from "../../../../backends/store/sdk/object_body.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import { objectSpec } from "../../../ffi/core_fixture.ts";

const SIZES = [0, 1, 63, 64, 4095, 4096, 4097, 10_000, 1_000_003];

function judge(
  options: BodyOptions,
  bytes: Uint8Array,
  generations: readonly number[],
) {
  const candidates = generations.map((generation) => ({
    generation,
    sizeBytes: bytes.length,
  }));
  const check = new BodyCheck(options, { index: 3, start: 0, candidates });
  for (let at = 0; at < bytes.length; at += 1000) {
    check.write(bytes.subarray(at, at + 1000));
  }
  return check.end(({ sizeBytes }) => sizeBytes === bytes.length);
}

function whole(options: BodyOptions, sizeBytes: number, generation = 2) {
  return stretchBytes(options, {
    ...{ index: 3, generation, start: 0, end: sizeBytes },
  });
}

Deno.test("BodyCheck admits what stretchBytes() makes, whatever the size", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  for (const sizeBytes of SIZES) {
    const bytes = whole(options, sizeBytes);
    assertEquals(bytes.length, sizeBytes);
    const { generation, badUnits, units } = judge(options, bytes, [2]);
    assertEquals([generation, badUnits], [2, 0], `${sizeBytes} bytes`);
    assertEquals(units, Math.ceil(sizeBytes / 4096));
  }
});

Deno.test("BodyCheck sees one changed bit, also in the last byte", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  for (const sizeBytes of SIZES.filter((size) => size > 0)) {
    for (const at of [0, sizeBytes >> 1, sizeBytes - 1]) {
      const bytes = whole(options, sizeBytes);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const { generation, badUnits, findings } = judge(options, bytes, [2]);
      assertEquals([generation, badUnits], [null, 1], `${at} of ${sizeBytes}`);
      assertEquals(findings.length, 1);
      assertEquals(findings[0]?.unit, Math.floor(at / 4096));
    }
  }
});

Deno.test("BodyCheck says which of the legal generations came", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const bytes = whole(options, 10_000, 4);
  assertEquals(judge(options, bytes, [5, 4, 3]).generation, 4);
  const { generation, findings } = judge(options, bytes, [5]);
  assertEquals(generation, null);
  assertEquals(findings[0]?.class, "lost");
});

Deno.test("BodyCheck refuses an object that is half old and half new", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const bytes = whole(options, 10_000, 4);
  bytes.set(whole(options, 4096, 5));
  const { generation, badUnits } = judge(options, bytes, [5, 4]);
  assertEquals([generation, badUnits], [null, 1]);
});

Deno.test("BodyCheck refuses the bytes of another key", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const other = stretchBytes(options, {
    ...{ index: 2, generation: 2, start: 0, end: 8192 },
  });
  const { findings } = judge(options, other, [2]);
  assertEquals(findings.map((one) => one.class), [
    "cross-object",
    "cross-object",
  ]);
});

Deno.test("BodyCheck judges a stretch from its start on", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const bytes = whole(options, 10_000).subarray(4096, 9000);
  const candidates = [{ generation: 2, sizeBytes: 10_000 }];
  for (const [start, generation] of [[4096, 2], [0, null]] as const) { // pairs
    const check = new BodyCheck(options, { index: 3, start, candidates });
    check.write(bytes);
    assertEquals(check.end(() => true).generation, generation);
  }
});

Deno.test("BodyCheck prefers a candidate of the right length", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const candidates = [
    { generation: 2, sizeBytes: 10_000 },
    { generation: 1, sizeBytes: 5000 },
  ];
  const check = new BodyCheck(options, { index: 3, start: 0, candidates });
  check.write(whole(options, 5000, 2));
  const judged = check.end(({ sizeBytes }) => sizeBytes === 5000);
  assertEquals(judged.generation, null);
});

Deno.test("BodyCheck admits nothing where no object is legal", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  const { generation, units } = judge(options, whole(options, 4096), []);
  assertEquals([generation, units], [null, 1]);
});

Deno.test("identityOf() gives keys and spaces names of their own", () => {
  const names = new Set<bigint>();
  for (const objectTag of [0, 1]) {
    for (let index = 0; index < 1000; index++) {
      names.add(identityOf(objectSpec({ objectTag }), index).objectId);
    }
  }
  assertEquals(names.size, 2000);
  const { objectBits } = identityOf(objectSpec({ keyCount: 1_000_000 }), 9);
  assert(2 ** objectBits > 1_000_000);
  assertNotEquals(
    identityOf(objectSpec({ runKey: 1n }), 0).objectId,
    identityOf(objectSpec({ runKey: 2n }), 0).objectId,
  );
});

Deno.test("BodyCheck admits a unit that is cut inside its header", () => {
  using core = loadCore();
  const options = { stamp: core.stamp, space: objectSpec() };
  for (const cut of [1, 20, 50, 63]) {
    const bytes = whole(options, 5 * 4096 + cut);
    assertEquals(judge(options, bytes, [2]).generation, 2, `${cut} bytes`);
    const inner = whole(options, 9 * 4096).subarray(0, 5 * 4096 + cut);
    assertEquals(judge(options, inner, [2]).generation, 2, `${cut} inside`);
  }
});
