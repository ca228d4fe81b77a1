import { assertEquals } from "@std/assert";
import { checkTable } from "../../../../engine/workloads/table/check_table.ts";
import { manifestPath } from "../../../../engine/workloads/table/table_path.ts";
import { type Table } from "../../../../engine/workloads/table/table.ts";
import { appended, newTable } from "./table_fixture.ts";

async function threeVersions(): Promise<Table> {
  const one = await appended(await newTable(), 0, 3);
  return await appended(await appended(one, 3, 3), 6, 3);
}

async function kindsAfter(damage: (table: Table) => Promise<void>) {
  const table = await threeVersions();
  await damage(table);
  const { findings } = await checkTable({ store: table.store, isDeep: true });
  return [...new Set(findings.map(({ kind }) => kind))].sort();
}

Deno.test("checkTable() finds nothing wrong with a sound table, and counts", async () => {
  const { store } = await threeVersions();
  const check = await checkTable({ store, isDeep: true });
  assertEquals(check.findings, []);
  assertEquals([check.versions, check.files, check.rows], [3, 3, 9]);
  assertEquals(check.comparedBytes > 0, true);
});

Deno.test("checkTable() finds each kind of damage", async () => {
  const fileOf = (table: Table) =>
    table.manifest.groups[0]?.files[0]?.path ?? "";
  const flip = async (table: Table, path: string) => {
    const bytes = await table.store.get(path);
    await table.store.put(
      path,
      bytes.map((byte, at) => at === 50 ? byte ^ 1 : byte),
    );
  };
  assertEquals(await kindsAfter((table) => flip(table, fileOf(table))), [
    "file sum",
    "rows",
  ]);
  assertEquals(
    (await kindsAfter((table) => table.store.delete(fileOf(table)))).includes(
      "missing file",
    ),
    true,
  );
  assertEquals(
    (await kindsAfter((table) => flip(table, manifestPath(2)))).includes(
      "manifest",
    ),
    true,
  );
  assertEquals(
    (await kindsAfter((table) => table.store.delete(manifestPath(2)))).includes(
      "chain",
    ),
    true,
  );
  assertEquals(
    (await kindsAfter(async (table) => {
      const other = await appended(
        await newTable({ ports: { uuid: () => "other" } }),
        0,
        3,
      );
      await table.store.put(
        manifestPath(1),
        await other.store.get(manifestPath(1)),
      );
    })).includes("chain"),
    true,
  );
});
