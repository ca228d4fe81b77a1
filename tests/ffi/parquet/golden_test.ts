import { assert, assertEquals } from "@std/assert";
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
