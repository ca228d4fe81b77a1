import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { DenseValues } from "../../../engine/workloads/table/parquet/dense_values.ts";
import { decodePage } from "../../../engine/workloads/table/parquet/page_decoder.ts";
import { FormatError } from "../../../engine/workloads/table/parquet/format_error.ts";
import { RoomLimit } from "../../../engine/workloads/table/parquet/room_limit.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { seeded } from "../seeded.ts";
import { goldenFiles, readAll } from "./golden_files.ts";
import type { FileMetadata } from "../../../engine/workloads/table/parquet/file_metadata.ts";
import { rewriteFooter } from "./mutations.ts";
import { plainColumns } from "./plain_rows.ts";
import { CODECS, writtenFile } from "./written_files.ts";

const PLACE = { part: "page 0", limit: new RoomLimit() };

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
  const to = new DenseValues(core.pages(), {
    physical: "bytes",
    widthBytes: 0,
  });
  // The first value takes what the length of the second needs.
  const from = Uint8Array.of(4, 0, 0, 0, 65, 66, 67, 68, 69);
  const page = { ...PLACE, from, count: 2, encoding: 0 };
  assertThrows(
    () => decodePage(core.pages(), { page, dictionary: undefined, to }),
    FormatError,
    "it does not hold its 2 values",
  );
});

Deno.test("A few bytes never become more values than memory holds", () => {
  using core = loadCore();
  const wide = new DenseValues(core.pages(), {
    physical: "bytes",
    widthBytes: 0,
  });
  const long = new Uint8Array(4 + (1 << 20));
  new DataView(long.buffer).setUint32(0, 1 << 20, true);
  const only = { ...PLACE, from: long, count: 1, encoding: 0 };
  decodePage(core.pages(), { page: only, dictionary: undefined, to: wide });
  // One run of 2^20 places of a value of 1 MiB.
  const from = Uint8Array.of(1, 0x80, 0x80, 0x80, 1, 0);
  const page = { ...PLACE, from, count: 1 << 20, encoding: 8 };
  const to = new DenseValues(core.pages(), {
    physical: "bytes",
    widthBytes: 0,
  });
  assertThrows(
    () => decodePage(core.pages(), { page, dictionary: wide, to }),
    FormatError,
  );
  for (const encoding of [0, 5, 6, 7]) {
    const page = { ...PLACE, from, count: 1 << 26, encoding };
    const physical = encoding === 5 ? "int64" : "bytes";
    const to = new DenseValues(core.pages(), {
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

Deno.test("Encodings and codecs that are not read are named", async () => {
  using core = loadCore();
  const from = Uint8Array.of(0, 0, 0, 0);
  const cases = [
    ["int32", 4, 4, "values of int32 in the encoding BIT_PACKED"],
    ["double", 8, 5, "values of double in the encoding DELTA_BINARY_PACKED"],
    ["bytes", 0, 9, "values of bytes in the encoding BYTE_STREAM_SPLIT"],
    ["int32", 4, 77, "values of int32 in the encoding 77"],
  ] as const;
  for (const [physical, widthBytes, encoding, named] of cases) {
    const to = new DenseValues(core.pages(), { physical, widthBytes });
    const page = { ...PLACE, from, count: 1, encoding };
    assertThrows(
      () => decodePage(core.pages(), { page, dictionary: undefined, to }),
      FormatError,
      `Cannot read the page 0: it has ${named}, which is not read`,
    );
  }
  const packed = rewriteFooter(bytesOf("pyarrow_none"), (footer) => {
    for (const group of footer.rowGroups) {
      for (const { metaData } of group.columns) {
        if (metaData !== undefined) Reflect.set(metaData, "codec", 3);
      }
    }
  });
  await assertRejects(
    () => readAll(core.pages(), packed),
    FormatError,
    'column "i64" in row group 0: it has the codec LZO, which is not read',
  );
});

Deno.test("A file that promises rows without end is refused at once", async () => {
  using core = loadCore();
  const lies: readonly ((footer: FileMetadata) => void)[] = [
    (footer) => {
      Reflect.set(footer, "numRows", 2 ** 53 - 1);
      Reflect.set(footer.rowGroups[0] ?? {}, "numRows", 2 ** 53 - 1);
    },
    (footer) => {
      // Each of its columns is the whole file, a thousand times.
      const [group] = footer.rowGroups;
      const [first] = group?.columns ?? [];
      Reflect.set(first?.metaData ?? {}, "totalCompressedSize", 1600);
      const [, element] = footer.schema;
      const columns = Array.from({ length: 1000 }, () => first);
      const schema = Array.from({ length: 1000 }, () => element);
      Reflect.set(group ?? {}, "columns", columns);
      const root = { ...footer.schema[0], numChildren: 1000 };
      Reflect.set(footer, "schema", [root, ...schema]);
    },
  ];
  for (const lie of lies) {
    const bytes = rewriteFooter(bytesOf("pyarrow_none"), lie);
    await assertRejects(() => readAll(core.pages(), bytes), FormatError);
  }
});

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return goldenFiles().get(name) ?? new Uint8Array(0);
}
