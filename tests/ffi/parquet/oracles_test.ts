import { assertEquals } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { WriteEncryption } from "../../../engine/workloads/table/parquet/data_file.ts";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { parquetWriteBuffer } from "hyparquet-writer";
import { goldenColumns, readAll } from "./golden_files.ts";
import { plainColumns } from "./plain_rows.ts";
import { type PythonReader, shown, whyNot } from "./python_reader.ts";
import { CODECS, writtenFile } from "./written_files.ts";

/** Integers as texts, bytes as hexadecimal, as the golden values are. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) {
    return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plain(one)]),
  );
}

/** Numbers and texts of numbers alike: hyparquet has small ones as numbers. */
function asTexts(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(
      value,
      (_, one) => typeof one === "number" ? String(one) : one,
    ),
  );
}

/** Those that hyparquet makes no other type of. */
const SHOWN = [
  ...["bool", "i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64"],
  ...["f32", "f64", "text", '名前 "😀".x', "list", "deep", "struct"],
  ...["structs", "vector", "word"],
];

/** Of the rare ones. */
const SHOWN_RARE = [
  ...["large", "large list", "view", "vector", "null", "numbers", "words"],
  ...["needed", "needed text", "needed list", "duration"],
];

Deno.test("hyparquet reads every codec of ours as we meant it", async () => {
  using core = loadCore();
  const expected = goldenColumns();
  for (const codec of CODECS) {
    const { buffer } = await writtenFile(core.pages(), { codec });
    const rows = await parquetReadObjects({ file: buffer, compressors });
    for (const column of SHOWN) {
      const values = rows.map((row) => plain(row[column]));
      const name = `${codec}: ${column}`;
      assertEquals(asTexts(values), asTexts(expected[column]), name);
    }
  }
});

Deno.test("hyparquet reads rare types of ours, and 500 columns", async () => {
  using core = loadCore();
  const [rare, wide] = await ofEveryKind(core.pages());
  for (
    const [bytes, kind, columns] of [
      [rare, "pyarrow_rare_v1", SHOWN_RARE],
      [wide, "pyarrow_wide", Object.keys(goldenColumns("pyarrow_wide"))],
    ] as const
  ) {
    if (bytes === undefined) throw new Error(`There is no file of "${kind}"`);
    const { buffer: file } = bytes;
    const rows = await parquetReadObjects({ file, compressors });
    const expected = goldenColumns(kind);
    for (const column of columns) {
      const values = rows.map((row) => plain(row[column]));
      assertEquals(asTexts(values), asTexts(expected[column]), column);
    }
  }
});

Deno.test("We read what hyparquet-writer writes as it meant it", async () => {
  using core = loadCore();
  const isNull = (row: number) => row % 7 === 3;
  const every = <T>(make: (row: number) => T) =>
    Array.from({ length: 100 }, (_, row) => isNull(row) ? null : make(row));
  const columns = {
    i64: every((row) => BigInt(row) ** 9n),
    f64: every((row) => row / 3),
    text: every((row) => `名前 ${row}`),
    word: every((row) => `w${row % 3}`),
    bool: every((row) => row % 2 === 0),
  };
  for (const codec of ["UNCOMPRESSED", "SNAPPY"] as const) {
    const columnData = Object.entries(columns)
      .map(([name, data]) => ({ name, data, nullable: true }));
    const file = parquetWriteBuffer({ columnData, codec, rowGroupSize: 30 });
    const read = await readAll(core.pages(), new Uint8Array(file));
    assertEquals(plainColumns(read), {
      ...columns,
      i64: every((row) => String(BigInt(row) ** 9n)),
    });
  }
});

Deno.test("We read every codec of ours as we meant it", async () => {
  using core = loadCore();
  const expected = goldenColumns();
  for (const codec of CODECS) {
    const bytes = await writtenFile(core.pages(), { codec });
    assertEquals(plainColumns(await readAll(core.pages(), bytes)), expected);
  }
});

/** It has no decimals of 76 digits. */
const LOST_BY_DUCKDB = ["dec76"];

const SEALED: WriteEncryption = {
  algorithm: "AES_GCM_V1",
  footer: { key: new TextEncoder().encode("k".repeat(24)), keyMetadata: "k" },
  random: (to) => void crypto.getRandomValues(to),
};

/** Golden files whose rows others read from a file of ours. */
const KINDS = ["pyarrow_rare_v1", "pyarrow_wide"] as const;

async function ofEveryKind(
  core: PageCore,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (const rowsOf of KINDS) {
    files.push(await writtenFile(core, { codec: "snappy", rowsOf }));
  }
  return files;
}

async function ofEveryCodec(core: PageCore): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  for (const codec of CODECS) files.push(await writtenFile(core, { codec }));
  return files;
}

/** Tests of a reader, left out by name with the reason why. */
function withReader(
  reader: PythonReader,
  promise: string,
  body: (core: PageCore) => Promise<void>,
): void {
  const reason = whyNot(reader);
  Deno.test({
    name: reason === "" ? promise : `${promise} (left out: ${reason})`,
    ignore: reason !== "",
    async fn() {
      using core = loadCore();
      await body(core.pages());
    },
  });
}

withReader("pyarrow", "pyarrow reads files of ours as we meant them", async (
  core,
) => {
  const found = await shown("pyarrow", await ofEveryCodec(core));
  assertEquals(found, CODECS.map(() => goldenColumns()));
});

withReader(
  "pyarrow",
  "pyarrow reads rare types of ours, and 500 columns",
  async (
    core,
  ) => {
    const found = await shown("pyarrow", await ofEveryKind(core));
    assertEquals(found, KINDS.map(goldenColumns));
  },
);

withReader(
  "pyarrow",
  "pyarrow reads encrypted files of ours as we meant them",
  async (
    core,
  ) => {
    const files: Uint8Array<ArrayBuffer>[] = [];
    for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
      for (const isFooterPlain of [false, true]) {
        const encryption = { ...SEALED, algorithm, isFooterPlain };
        const options = { codec: "zstd", encryption } as const;
        files.push(await writtenFile(core, options));
      }
    }
    const found = await shown("pyarrow", files, "k".repeat(24));
    assertEquals(found, files.map(() => goldenColumns()));
    for (const bytes of files) {
      assertEquals(plainColumns(await readAll(core, bytes)), goldenColumns());
    }
  },
);

withReader("duckdb", "DuckDB reads files of ours as we meant them", async (
  core,
) => {
  const found = await shown("duckdb", await ofEveryCodec(core));
  assertEquals(found, CODECS.map(() => goldenColumns()));
});

withReader("duckdb", "DuckDB reads rare types of ours, and 500 columns", async (
  core,
) => {
  const found = await shown("duckdb", await ofEveryKind(core));
  const kept = (columns: Readonly<Record<string, unknown[]>>) =>
    Object.entries(columns).filter(([name]) => !LOST_BY_DUCKDB.includes(name));
  assertEquals(found.map(kept), KINDS.map((kind) => kept(goldenColumns(kind))));
});
