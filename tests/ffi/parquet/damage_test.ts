import { assert, assertEquals, assertThrows } from "@std/assert";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { DenseValues } from "../../../engine/workloads/table/parquet/dense_values.ts";
import { decodePage } from "../../../engine/workloads/table/parquet/page_decoder.ts";
import { FormatError } from "../../../engine/workloads/table/parquet/format_error.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { seeded } from "../seeded.ts";
import { goldenFiles, readAll } from "./golden_files.ts";
import { plainColumns } from "./plain_rows.ts";
import { CODECS, writtenFile } from "./written_files.ts";

type Outcome = "refused" | "same" | "changed";

/** Anything but rows and a `FormatError` is thrown on. */
async function outcomeOf(
  core: PageCore,
  bytes: Uint8Array<ArrayBuffer>,
  expected: string,
): Promise<Outcome> {
  try {
    const rows = plainColumns(await readAll(core, bytes));
    return JSON.stringify(rows) === expected ? "same" : "changed";
  } catch (error) {
    if (error instanceof FormatError) return "refused";
    throw error;
  }
}

/** Parts of a file by what stands there, each with where it ends. */
function regionsOf(bytes: Uint8Array): readonly (readonly [string, number])[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const footer = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  return [
    ["magic", 4],
    ["pages", footer],
    ["footer", bytes.length - 8],
    ["length", bytes.length - 4],
    ["last magic", bytes.length],
  ];
}

Deno.test("A file of ours with a flipped bit is refused, in every region", async () => {
  using core = loadCore();
  for (const codec of ["uncompressed", "zstd"] as const) {
    const bytes = await writtenFile(core.pages(), { codec });
    const rates: Record<string, [number, number]> = {};
    let start = 0;
    for (const [region, end] of regionsOf(bytes)) {
      const rate: [number, number] = rates[region] = [0, 0];
      const step = Math.max(1, Math.floor((end - start) / 150));
      for (let at = start; at < end; at += step) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        rate[1]++;
        const outcome = await outcomeOf(core.pages(), flipped, "");
        if (outcome === "refused") rate[0]++;
      }
      start = end;
    }
    const missed = Object.entries(rates).filter(([, [found, all]]) =>
      found < all
    );
    assertEquals(missed, []);
  }
});

Deno.test("A file that was cut anywhere is refused", async () => {
  using core = loadCore();
  const bytes = await writtenFile(core.pages(), { codec: "zstd" });
  for (let length = 0; length < bytes.length; length += 61) {
    const outcome = await outcomeOf(core.pages(), bytes.slice(0, length), "");
    assertEquals(outcome, "refused", `${length} bytes`);
  }
});

Deno.test("Nonsense in a file without sums is rows or a FormatError, nothing else", async () => {
  using core = loadCore();
  const seed = 6;
  const random = seeded(seed);
  let refused = 0;
  for (const [name, bytes] of goldenFiles()) {
    for (let round = 0; round < 12; round++) {
      const damaged = bytes.slice();
      for (let count = 0; count <= round % 4; count++) {
        const at = random(damaged.length);
        // Sizes that lie are what most harm comes from.
        damaged[at] = round % 3 === 0 ? 0xff : random(256);
      }
      const before = `${name}, round ${round} of seed ${seed}`;
      const outcome = await outcomeOf(core.pages(), damaged, "")
        .catch((error) => {
          throw new Error(`${before}: ${error}`, { cause: error });
        });
      if (outcome === "refused") refused++;
    }
  }
  assert(refused > 0);
});

Deno.test("A plain page whose lengths reach behind its values is refused", () => {
  using core = loadCore();
  const to = new DenseValues({ physical: "bytes", widthBytes: 0 });
  // The first value takes what the length of the second needs.
  const from = Uint8Array.of(4, 0, 0, 0, 65, 66, 67, 68, 69);
  const page = { from, count: 2, encoding: 0, part: "page 0" };
  assertThrows(
    () => decodePage(core.pages(), { page, dictionary: undefined, to }),
    FormatError,
    "it does not hold its 2 values",
  );
});

Deno.test("A few bytes never become more values than memory holds", () => {
  using core = loadCore();
  const wide = new DenseValues({ physical: "bytes", widthBytes: 0 });
  const long = new Uint8Array(4 + (1 << 20));
  new DataView(long.buffer).setUint32(0, 1 << 20, true);
  const only = { from: long, count: 1, encoding: 0, part: "dictionary" };
  decodePage(core.pages(), { page: only, dictionary: undefined, to: wide });
  // One run of 2^20 places of a value of 1 MiB.
  const from = Uint8Array.of(1, 0x80, 0x80, 0x80, 1, 0);
  const page = { from, count: 1 << 20, encoding: 8, part: "page 0" };
  const to = new DenseValues({ physical: "bytes", widthBytes: 0 });
  assertThrows(
    () => decodePage(core.pages(), { page, dictionary: wide, to }),
    FormatError,
  );
  for (const encoding of [0, 5, 6, 7]) {
    const page = { from, count: 1 << 26, encoding, part: "page 0" };
    const physical = encoding === 5 ? "int64" : "bytes";
    const to = new DenseValues({
      physical,
      widthBytes: encoding === 5 ? 8 : 0,
    });
    assertThrows(
      () => decodePage(core.pages(), { page, dictionary: undefined, to }),
      FormatError,
    );
    assertEquals(to.bytes.length, 0);
  }
});

Deno.test("What one codec unpacks, another never takes for its own", async () => {
  using core = loadCore();
  const whole = await writtenFile(core.pages(), { codec: "uncompressed" });
  const expected = JSON.stringify(
    plainColumns(await readAll(core.pages(), whole)),
  );
  for (const codec of CODECS) {
    const bytes = await writtenFile(core.pages(), { codec });
    assertEquals(await outcomeOf(core.pages(), bytes, expected), "same");
  }
});
