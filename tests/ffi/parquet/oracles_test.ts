import { assert, assertEquals } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { WriteEncryption } from "../../../engine/workloads/table/parquet/data_file.ts";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { goldenColumns, readAll } from "./golden_files.ts";
import { plainColumns } from "./plain_rows.ts";
import { CODECS, writtenFile } from "./written_files.ts";

/** Whoever runs the tests has it with both readers, or they are left out. */
const PYTHON = Deno.env.get("STOR_VERIFY_PYTHON") ?? "python3";
const SHOW = new URL("golden/show_files.py", import.meta.url).pathname;

function has(reader: string): boolean {
  try {
    const args = ["-c", `import pyarrow, ${reader}`];
    const command = new Deno.Command(PYTHON, { args, stderr: "null" });
    return command.outputSync().success;
  } catch {
    return false;
  }
}

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

Deno.test("We read every codec of ours as we meant it", async () => {
  using core = loadCore();
  const expected = goldenColumns();
  for (const codec of CODECS) {
    const bytes = await writtenFile(core.pages(), { codec });
    assertEquals(plainColumns(await readAll(core.pages(), bytes)), expected);
  }
});

const SEALED: WriteEncryption = {
  algorithm: "AES_GCM_V1",
  footer: { key: new TextEncoder().encode("k".repeat(24)), keyMetadata: "k" },
  random: (to) => void crypto.getRandomValues(to),
};

/** What `reader` finds in each file, by columns. */
async function shown(
  reader: string,
  files: readonly Uint8Array[],
  key = "",
): Promise<Record<string, unknown[]>[]> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = files.map((_, index) => `${folder}/${index}.parquet`);
    for (const [index, bytes] of files.entries()) {
      await Deno.writeFile(paths[index] ?? "", bytes);
    }
    const args = [SHOW, reader, key, ...paths];
    const found = await new Deno.Command(PYTHON, { args }).output();
    assert(found.success, new TextDecoder().decode(found.stderr));
    const lines = new TextDecoder().decode(found.stdout).trim().split("\n");
    return lines.map((line) => JSON.parse(line));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function ofEveryCodec(core: PageCore): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  for (const codec of CODECS) files.push(await writtenFile(core, { codec }));
  return files;
}

Deno.test({
  name: "pyarrow reads files of ours as we meant them",
  ignore: !has("pyarrow"),
  async fn() {
    using core = loadCore();
    const found = await shown("pyarrow", await ofEveryCodec(core.pages()));
    assertEquals(found, CODECS.map(goldenColumns));
  },
});

Deno.test({
  name: "pyarrow reads encrypted files of ours as we meant them",
  ignore: !has("pyarrow"),
  async fn() {
    using core = loadCore();
    const files: Uint8Array<ArrayBuffer>[] = [];
    for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
      for (const isFooterPlain of [false, true]) {
        const encryption = { ...SEALED, algorithm, isFooterPlain };
        const options = { codec: "zstd", encryption } as const;
        files.push(await writtenFile(core.pages(), options));
      }
    }
    const found = await shown("pyarrow", files, "k".repeat(24));
    assertEquals(found, files.map(goldenColumns));
    for (const bytes of files) {
      const read = plainColumns(await readAll(core.pages(), bytes));
      assertEquals(read, goldenColumns());
    }
  },
});

Deno.test({
  name: "DuckDB reads files of ours as we meant them",
  ignore: !has("duckdb"),
  async fn() {
    using core = loadCore();
    const found = await shown("duckdb", await ofEveryCodec(core.pages()));
    assertEquals(found, CODECS.map(goldenColumns));
  },
});
