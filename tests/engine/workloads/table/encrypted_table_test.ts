import { assertEquals, assertRejects } from "@std/assert";
import {
  checkTable,
  TableError,
} from "../../../../engine/workloads/table/mod.ts";
import {
  appended,
  ids,
  newTable,
  rowsOf,
  valuesOf,
  written,
} from "./table_fixture.ts";

const KEY = "0123456789abcdef";
const ENCRYPTED = {
  "writer.enc.enable": "true",
  "writer.enc.key": KEY,
  "writer.enc.meta": "key of 2026",
};

Deno.test("Rows of an encrypted file are read with its key, and by nobody else", async () => {
  for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"]) {
    const table = await appended(await newTable(), 0, 10);
    const properties = { ...ENCRYPTED, "writer.enc.algorithm": algorithm };
    const rows = await written(table, [await rowsOf(10, 20)], properties);
    const { snapshot } = await table.begin().appendFiles(rows).commit();
    const now = table.at(snapshot);
    const asked: string[] = [];
    const reader = await now.reader({
      retrieveKey: (name) => {
        asked.push(name);
        return new TextEncoder().encode(KEY);
      },
    });
    assertEquals(await valuesOf(reader.scan(), "id"), ids(0, 30));
    assertEquals(asked, ["key of 2026"]);
    for (const text of [undefined, KEY.toUpperCase(), KEY.slice(1)]) {
      const retrieveKey = () =>
        text === undefined ? undefined : new TextEncoder().encode(text);
      const stranger = await now.reader({ retrieveKey });
      const error = await assertRejects(
        () => valuesOf(stranger.scan(), "id"),
        TableError,
      );
      assertEquals(error.kind, "Encrypted");
    }
  }
});

Deno.test("A key of 15 bytes leaves the table as it was", async () => {
  const table = await appended(await newTable(), 0, 10);
  const properties = { ...ENCRYPTED, "writer.enc.key": KEY.slice(1) };
  const error = await assertRejects(
    async () => await written(table, [await rowsOf(10, 20)], properties),
  );
  const { message } = error instanceof Error ? error : new Error();
  assertEquals(message.includes("15 bytes"), true);
  assertEquals(message.includes(KEY.slice(1)), false);
  const reader = await table.reader();
  assertEquals(await valuesOf(reader.scan(), "id"), ids(0, 10));
});

Deno.test("checkTable() blames the key where the bytes are as they were written", async () => {
  const table = await newTable();
  const rows = await written(table, [await rowsOf(0, 20)], ENCRYPTED);
  const { store } = table.at(
    (await table.begin().appendFiles(rows).commit()).snapshot,
  );
  const check = (text: string) =>
    checkTable({
      store,
      isDeep: true,
      retrieveKey: () => new TextEncoder().encode(text),
    });
  assertEquals((await check(KEY)).findings, []);
  const wrong = () => check(KEY.toUpperCase());
  assertEquals((await assertRejects(wrong, TableError)).kind, "Encrypted");
  const path = rows.groups[0]?.files[0]?.path ?? "";
  const bytes = await store.get(path);
  await store.put(path, bytes.map((byte, at) => at === 40 ? byte ^ 1 : byte));
  const { findings } = await wrong();
  assertEquals(findings[0]?.kind, "file sum");
});
