import { assert, assertEquals, assertRejects } from "@std/assert";
import { openDataFile } from "../../../engine/workloads/table/parquet/data_file_reader.ts";
import { FormatError } from "../../../engine/workloads/table/parquet/format_error.ts";
import { FillingSource } from "../../engine/workloads/table/parquet/parquet_fixture.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { goldenColumns, goldenFiles, readAll } from "./golden_files.ts";
import { plainColumns } from "./plain_rows.ts";

Deno.test("Files that pyarrow and DuckDB wrote are read as they meant them", async () => {
  using core = loadCore();
  const pages = core.pages();
  for (const [name, bytes] of goldenFiles()) {
    const expected = goldenColumns(name);
    const keySize = name === "pyarrow_signed" ? 32 : 24;
    const columns = plainColumns(await readAll(pages, bytes, keySize));
    assert(Object.keys(columns).length > 0, name);
    for (const [column, values] of Object.entries(columns)) {
      assertEquals(values, expected[column], `${name}: ${column}`);
    }
  }
});

Deno.test("Rows stay what they are when memory of reads is used again", async () => {
  using core = loadCore();
  for (const name of ["pyarrow_v1", "pyarrow_rare_v2", "duckdb_v2"]) {
    const bytes = goldenFiles().get(name) ?? new Uint8Array(0);
    const source = new FillingSource(bytes);
    const reader = await openDataFile({ core: core.pages(), source });
    // All row groups are held at once.
    const batches = await Array.fromAsync(reader.read());
    const expected = goldenColumns(name);
    for (const [column, values] of Object.entries(plainColumns(batches))) {
      assertEquals(values, expected[column], `${name}: ${column}`);
    }
  }
});

Deno.test("A file that ends while it is read is refused, and not read as before", async () => {
  using core = loadCore();
  const bytes = goldenFiles().get("pyarrow_v1") ?? new Uint8Array(0);
  const source = new FillingSource(bytes);
  const fill = source.readInto.bind(source);
  const reader = await openDataFile({ core: core.pages(), source });
  let reads = 0;
  source.readInto = async (offset, to) => {
    const count = await fill(offset, to);
    return reads++ === 0 ? count : count >> 1;
  };
  await assertRejects(() => Array.fromAsync(reader.read()), FormatError);
  assert(reads > 1);
});
