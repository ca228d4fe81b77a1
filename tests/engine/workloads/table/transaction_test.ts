import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { listVersions } from "../../../../engine/workloads/table/versions.ts";
import { BrokenBackend, WEAK } from "./_broken_backend.ts";
import {
  appended,
  armed,
  ids,
  newTable,
  rowsOf,
  valuesOf,
  written,
} from "./table_fixture.ts";

const WRITERS = 20;

async function race(protocol?: typeof WEAK) {
  const table = await appended(await newTable(), 0, 1);
  const commits = await Promise.allSettled(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const rows = await written(table, [await rowsOf(writer + 1, 1)]);
      return await table.begin({
        resolver: "merge",
        retriesMax: 1000,
        ...(protocol === undefined ? {} : { protocol }),
      }).appendFiles(rows).commit();
    }),
  );
  const acknowledged = commits.filter(({ status }) => status === "fulfilled");
  const after = await table.refresh();
  const found = await valuesOf((await after.reader()).scan(), "id");
  return { acknowledged: acknowledged.length, found };
}

Deno.test("Every acknowledged append of many at once is there exactly once", async () => {
  const { acknowledged, found } = await race();
  assertEquals(acknowledged, WRITERS);
  assertEquals(
    found.sort((a, b) => Number(a) - Number(b)),
    ids(0, WRITERS + 1),
  );
});

Deno.test("A commit behind many others looks for few names, and lists none", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const first = await appended(await newTable({ backend }), 0, 1);
  let last = first;
  for (let row = 1; row <= 40; row++) last = await appended(last, row, 1);
  const rows = await written(first, [await rowsOf(41, 1)]);
  let looks = 0;
  const head = backend.head.bind(backend);
  backend.head = (key) => {
    looks += 1;
    return head(key);
  };
  backend.list = () => Promise.reject(new Error("It lists"));
  const end = await first.begin({ resolver: "merge" }).appendFiles(rows)
    .commit();
  assertEquals([end.version, end.conflicts, looks], [42, 0, 2]);
});

Deno.test("A commit believes no version that is gone by now", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const first = await appended(await newTable({ backend }), 0, 1);
  await appended(await appended(first, 1, 1), 2, 1);
  await backend.delete("t/_metadata/manifest-2.svm");
  await backend.delete("t/_metadata/manifest-3.svm");
  assertEquals((await appended(first, 1, 1)).version, 2);
});

Deno.test("The weak protocol loses appends that it acknowledged", async () => {
  const { acknowledged, found } = await race(WEAK);
  assertEquals(found.length < acknowledged + 1, true);
});

Deno.test("A transaction that fails on a conflict leaves the table as it was", async () => {
  const base = await appended(await newTable(), 0, 2);
  await appended(base, 2, 2);
  const rows = await written(base, [await rowsOf(9, 1)]);
  const error = await assertRejects(
    () => base.begin().appendFiles(rows).commit(),
    TableError,
  );
  assertEquals(error.kind, "Conflict");
  assertEquals(await listVersions(base.store), [1, 2]);
});

Deno.test("A transaction reads its snapshot whatever others commit", async () => {
  const base = await appended(await newTable(), 0, 2);
  const transaction = base.begin();
  await appended(base, 2, 2);
  assertEquals(transaction.manifest.rowCount, 2);
  assertEquals(transaction.readVersion, 1);
});

Deno.test("A lost answer of a commit neither doubles nor loses rows", async () => {
  for (const fate of ["lost answer", "lost request"] as const) {
    const backend = new BrokenBackend();
    const table = await newTable({ backend });
    const rows = await written(table, [await rowsOf(0, 3)]);
    backend.fates = [fate];
    const end = await table.begin().appendFiles(rows).commit();
    assertEquals([end.version, end.unknownOutcomes], [1, 1]);
    assertEquals((await table.refresh()).manifest.rowCount, 3);
  }
});

Deno.test("A commit that a fault stops can be made again", async () => {
  for (const point of ["manifest.commit.fail", "manifest.write.fail"]) {
    const table = await newTable({ ports: { faults: armed({ [point]: 1 }) } });
    const rows = await written(table, [await rowsOf(0, 3)]);
    const transaction = table.begin().appendFiles(rows);
    const error = await assertRejects(() => transaction.commit(), TableError);
    assertEquals(error.kind, "FaultInjected");
    assertEquals(await listVersions(table.store), []);
    assertEquals((await transaction.commit()).version, 1);
  }
});

Deno.test("Retries end at their limit, and are counted", async () => {
  const base = await appended(await newTable(), 0, 1);
  const protocol = {
    name: "always late",
    publish: async () => {
      await base.store.putNew(
        `_metadata/manifest-${(await listVersions(base.store)).length + 1}.svm`,
        new Uint8Array(1),
      );
      return "taken" as const;
    },
  };
  const rows = await written(base, [await rowsOf(1, 1)]);
  const error = await assertRejects(
    () =>
      base.begin({ resolver: "overwrite", retriesMax: 2, protocol })
        .appendFiles(rows).commit(),
    TableError,
    "2 retries",
  );
  assertEquals(error.kind, "RetriesExhausted");
});

Deno.test("An empty or ended transaction commits nothing", async () => {
  const table = await newTable();
  await assertRejects(() => table.begin().commit(), TableError, "nothing");
  const transaction = table.begin();
  transaction.abort();
  assertThrows(() => transaction.dropColumn("id"), TableError, "aborted");
  await assertRejects(() => transaction.commit(), TableError, "aborted");
});

Deno.test("A version that is broken keeps its number", async () => {
  const table = await appended(await newTable(), 0, 2);
  await table.store.put("_metadata/manifest-2.svm", new Uint8Array(0));
  const again = await table.refresh();
  assertEquals([again.version, again.snapshot.broken.length], [1, 1]);
  const next = await appended(again, 2, 2);
  assertEquals(next.version, 3);
  assertEquals((await next.refresh()).manifest.rowCount, 4);
});
