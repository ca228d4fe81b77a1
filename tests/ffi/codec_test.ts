/** Twins: what zlib of Node makes and takes, the core makes and takes too. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import * as zlib from "node:zlib";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import type { CodecName } from "../../ffi/codec.ts";

const NAMES: readonly CodecName[] = [
  ...["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw"] as const,
];
const PLAIN = Uint8Array.from(
  { length: 100_000 },
  (_, i) => (i % 997) ^ (i >> 9),
);

const TWINS = {
  gzip: [zlib.gzipSync, zlib.gunzipSync],
  brotli: [zlib.brotliCompressSync, zlib.brotliDecompressSync],
} as const;

function compressed(codec: CodecName, plain: Uint8Array, level?: number) {
  using core = loadCore();
  const pages = core.pages();
  const to = new Uint8Array(pages.compressBoundBytes(codec, plain.length));
  const grade = level === undefined ? {} : { level };
  const length = pages.compress({ codec, from: plain, to, ...grade });
  return to.slice(0, length);
}

function decompressed(codec: CodecName, from: Uint8Array, sizeBytes: number) {
  using core = loadCore();
  const to = new Uint8Array(sizeBytes);
  return core.pages().decompress({ codec, from, to }) ? to : null;
}

Deno.test("decompress() gives back what compress() made", () => {
  for (const codec of NAMES) {
    for (const length of [0, 1, 1000, PLAIN.length]) {
      const plain = PLAIN.slice(0, length);
      const small = compressed(codec, plain);
      assertEquals(decompressed(codec, small, length), plain, codec);
    }
  }
});

Deno.test("gzip and brotli are those of Node, both ways", () => {
  for (const codec of ["gzip", "brotli"] as const) {
    const [pack, unpack] = TWINS[codec];
    const theirs = new Uint8Array(pack(PLAIN));
    assertEquals(decompressed(codec, theirs, PLAIN.length), PLAIN);
    assertEquals(
      new Uint8Array(unpack(compressed(codec, PLAIN))),
      PLAIN,
    );
  }
});

// Of TEXT, by Arrow C++ 25: `pa.compress(text, codec=..., asbytes=True)`.
const FOREIGN: Readonly<Partial<Record<CodecName, string>>> = {
  snappy: "281c73746f72616765203e08003c000102030405060708090a0b0c0d0e0f",
  gzip: "1f8b08000000000002032b2ec92f4a4c4f552846a3191899985958d9d839" +
    "38b9b87978f9f8015fafece728000000",
  brotli: "1b270000e49321bf54b90a26da4ef9a24f3960decf6657009058d43c05",
  zstd: "28b52ffd2028f50000c073746f7261676520000102030405060708090a0b" +
    "0c0d0e0f0100430a17",
  lz4_raw: "8c73746f72616765200800f001000102030405060708090a0b0c0d0e0f",
};
const TEXT = Uint8Array.from([
  ...new TextEncoder().encode("storage storage storage "),
  ...Array.from({ length: 16 }, (_, i) => i),
]);

Deno.test("decompress() takes what Arrow C++ made, of every codec", () => {
  for (const codec of NAMES.slice(1)) {
    const digits = FOREIGN[codec]?.match(/../g) ?? [];
    const block = Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
    assertEquals(decompressed(codec, block, TEXT.length), TEXT, codec);
  }
});

Deno.test("decompress() is false for another size, a cut and noise", () => {
  for (const codec of NAMES) {
    const small = compressed(codec, PLAIN);
    assertEquals(decompressed(codec, small, PLAIN.length - 1), null, codec);
    assertEquals(decompressed(codec, small, PLAIN.length + 1), null, codec);
    const cut = small.slice(0, -1);
    assertEquals(decompressed(codec, cut, PLAIN.length), null, codec);
    assertEquals(decompressed(codec, PLAIN.slice(0, 99), 500), null, codec);
  }
});

Deno.test("compress() obeys its level and refuses one that is none", () => {
  assert(
    compressed("zstd", PLAIN, 19).length < compressed("zstd", PLAIN, -5).length,
  );
  const error = assertThrows(
    () => compressed("gzip", PLAIN, 10),
    CoreError,
    'Cannot compress 100000 bytes at level 10 with "gzip"',
  );
  assertEquals(error.statusName, "LAYOUT");
});

Deno.test("compress() says when it has no room", () => {
  using core = loadCore();
  const error = assertThrows(
    () =>
      core.pages().compress({
        codec: "snappy",
        from: PLAIN,
        to: new Uint8Array(10),
      }),
    CoreError,
  );
  assertEquals(error.statusName, "BOUND");
});

Deno.test("crc32() is zlib's, whole and in pieces", () => {
  using core = loadCore();
  const pages = core.pages();
  const whole = zlib.crc32(PLAIN);
  assertEquals(pages.crc32(PLAIN), whole);
  const first = pages.crc32(PLAIN.subarray(0, 777));
  assertEquals(pages.crc32(PLAIN.subarray(777), first), whole);
  assertEquals(pages.crc32(new Uint8Array()), 0);
});

Deno.test("codecLibraries() names what is linked in", () => {
  using core = loadCore();
  const names = core.codecLibraries().map((text) => text.split(" ")[0]);
  assertEquals(names, ["snappy", "zlib", "brotli", "zstd", "lz4"]);
});
