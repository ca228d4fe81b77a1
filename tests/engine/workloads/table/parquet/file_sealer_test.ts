import { assertEquals, assertRejects } from "@std/assert";
import type { WriteEncryption } from "../../../../../engine/workloads/table/parquet/data_file.ts";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import {
  batchOfTwo,
  keyOf,
  KEYS,
  openedRows,
  sealedFile,
} from "./encrypted_fixture.ts";
import { rowsOf } from "./parquet_fixture.ts";

const retrieveKey = (name: string) => KEYS[name];
const columns = new Map([["name", {
  key: keyOf("name"),
  keyMetadata: "name",
}]]);

const SETTINGS: readonly Partial<WriteEncryption>[] = [
  {},
  { columns },
  { columns, others: "plain" },
  { isFooterPlain: true },
  { isFooterPlain: true, columns },
  { isFooterPlain: true, columns, others: "plain" },
  { aadPrefix: { text: "table", isStored: true } },
  { aadPrefix: { text: "table", isStored: false } },
];

Deno.test("An encrypted file gives its rows back, however its keys are spread", async () => {
  const rows = rowsOf(await batchOfTwo());
  for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
    for (const settings of SETTINGS) {
      const bytes = await sealedFile({ algorithm, ...settings });
      const aad = settings.aadPrefix?.isStored === false
        ? { aadPrefix: "table" }
        : {};
      assertEquals(await openedRows(bytes, { retrieveKey, ...aad }), rows);
    }
  }
});

Deno.test("An encrypted file shows neither values nor, when sealed, names", async () => {
  const shows = (bytes: Uint8Array, text: string) =>
    new TextDecoder("latin1").decode(bytes).includes(text);
  for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
    const sealed = await sealedFile({ algorithm });
    assertEquals([shows(sealed, "secret"), shows(sealed, "name")], [
      false,
      false,
    ]);
    const signed = await sealedFile({ algorithm, isFooterPlain: true });
    // Extremes of a column are values of it.
    assertEquals([shows(signed, "secret"), shows(signed, "name")], [
      false,
      true,
    ]);
  }
});

Deno.test("A file encrypts only with keys that AES has, for columns it has", async () => {
  const key = new Uint8Array(15);
  const named = { key, keyMetadata: "short" };
  await assertRejects(
    () => sealedFile({ footer: named }),
    RangeError,
    "Cannot encrypt the footer: its key has 15 bytes",
  );
  await assertRejects(
    () => sealedFile({ columns: new Map([["name", named]]) }),
    RangeError,
    'Cannot encrypt column "name": its key has 15 bytes',
  );
  await assertRejects(
    () =>
      sealedFile({
        columns: new Map([["nom", { ...named, key: keyOf("name") }]]),
      }),
    RangeError,
    'Cannot encrypt column "nom": the file has no such column',
  );
});

Deno.test("Two files of the same rows and key have no module in common", async () => {
  const one = await sealedFile();
  const other = await sealedFile({ random: (to) => void to.fill(99) });
  assertEquals(one.length, other.length);
  // A module of the one put into the other is none of its own.
  const mixed = one.slice();
  mixed.set(other.subarray(4, 200), 4);
  await assertRejects(() => openedRows(mixed, { retrieveKey }), FormatError);
});
