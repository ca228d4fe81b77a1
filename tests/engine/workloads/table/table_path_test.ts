import { assertEquals, assertThrows } from "@std/assert";
import {
  checkpointPath,
  dataFilePath,
  isCheckpointPath,
  keyOfPath,
  manifestPath,
  tableRoot,
  versionOfPath,
} from "../../../../engine/workloads/table/table_path.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";

Deno.test("versionOfPath() knows what manifestPath() writes, and nothing near", () => {
  assertEquals(versionOfPath(manifestPath(7)), 7);
  for (
    const name of [
      "manifest-7.svm.tmp",
      "manifest-07.svm",
      "manifest-0.svm",
      "manifest-.svm",
      "manifest-7.tmpXX",
      ".stage-manifest-7.svm",
      "manifest-99999999999999999.svm",
      "manifest--7.svm",
      "manifest-7.avro",
    ]
  ) assertEquals(versionOfPath(`_metadata/${name}`), null, name);
  assertEquals(versionOfPath("_data/manifest-7.svm"), null);
});

Deno.test("isCheckpointPath() knows what checkpointPath() writes", () => {
  const path = checkpointPath("00000000-0000-4000-8000-000000000001");
  assertEquals(isCheckpointPath(path), true);
  assertEquals(isCheckpointPath(manifestPath(1)), false);
  assertEquals(dataFilePath(3, "u", "parquet"), "_data/3_u.parquet");
});

Deno.test("tableRoot() refuses paths that leave or cannot be kept", () => {
  assertEquals(tableRoot(""), "");
  assertEquals(tableRoot("a/b/"), "a/b/");
  for (const path of ["../x", "a/../b", "/a", "a//b", "a/./b", "a\0b"]) {
    assertThrows(() => tableRoot(path), TableError);
  }
});

Deno.test("keyOfPath() stays below the table, or says where it goes", () => {
  assertEquals(keyOfPath("t/", "_data/x"), "t/_data/x");
  assertEquals(keyOfPath("t/", "/lake/x"), "lake/x");
  for (const path of ["../x", "_data/../../x", "", "/", "s3://b/x"]) {
    assertThrows(() => keyOfPath("t/", path), TableError);
  }
});
