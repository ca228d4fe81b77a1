import { assertEquals, assertRejects } from "@std/assert";
import {
  asDamage,
  FileReaders,
} from "../../../../engine/workloads/table/file_readers.ts";
import { FormatError } from "../../../../engine/workloads/table/parquet/format_error.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { appended, newTable } from "./table_fixture.ts";

Deno.test("open() holds a file against its manifest", async () => {
  const { lists, manifest, store } = await appended(await newTable(), 0, 3);
  const [group] = manifest.groups;
  const [file] = group?.files ?? [];
  if (group === undefined || file === undefined) throw new TypeError("no file");
  const open = (change: Partial<typeof file>, format = "parquet") =>
    new FileReaders({ store, lists, manifest })
      .open({ ...file, ...change }, { format });
  assertEquals((await open({})).rowCount, 3);
  const kinds = [
    [{ sizeBytes: 1 }, "CorruptFile"],
    [{ rows: { start: 0, end: 4 } }, "CorruptFile"],
    [{ path: "_data/none" }, "FileMissing"],
  ] as const;
  for (const [change, kind] of kinds) {
    assertEquals(
      (await assertRejects(() => open(change), TableError)).kind,
      kind,
    );
  }
  const error = await assertRejects(() => open({}, "vortex"), TableError);
  assertEquals(error.kind, "NotSupported");
});

Deno.test("asDamage() names the file, and leaves other errors alone", () => {
  const of = (kind: "key" | "checksum") =>
    asDamage({ path: "p" }, new FormatError({ part: "x", kind, reason: "r" }));
  const key = of("key");
  assertEquals(key instanceof TableError && key.kind, "Encrypted");
  const sum = of("checksum");
  assertEquals(sum instanceof TableError && sum.kind, "CorruptFile");
  const other = new Error("x");
  assertEquals(asDamage({ path: "p" }, other), other);
});
