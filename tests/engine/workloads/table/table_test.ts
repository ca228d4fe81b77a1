import { assertEquals, assertRejects } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { openTable } from "../../../../engine/workloads/table/table.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import {
  appended,
  ids,
  newTable,
  tablePorts,
  valuesOf,
} from "./table_fixture.ts";

Deno.test("openTable() gives the newest version, or the one asked for", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await appended(await appended(await newTable({ backend }), 0, 2), 2, 2);
  const open = (version?: number) =>
    openTable({
      backend,
      path: "t",
      ports: tablePorts(),
      ...(version === undefined ? {} : { version }),
    });
  assertEquals((await open()).version, 2);
  const first = await open(1);
  assertEquals(await valuesOf((await first.reader()).scan(), "id"), ids(0, 2));
  assertEquals((await open(0)).manifest.rowCount, 0);
  await assertRejects(() => open(3), TableError, "version 3");
});

Deno.test("openTable() refuses a place that is no table", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const error = await assertRejects(
    () => openTable({ backend, path: "t", ports: tablePorts() }),
    TableError,
  );
  assertEquals(error.kind, "TableMissing");
});

Deno.test("An overwrite from an old version rolls the table back", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await appended(await appended(await newTable({ backend }), 0, 2), 2, 2);
  const old = await openTable({
    backend,
    path: "t",
    ports: tablePorts(),
    version: 1,
  });
  await old.begin({ resolver: "overwrite" }).setProperty("rolled", "back")
    .commit();
  const now = await old.refresh();
  assertEquals([now.version, now.manifest.rowCount], [3, 2]);
});
