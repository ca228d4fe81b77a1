import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  checkKey,
  type FileCipher,
  type ModulePlace,
  moduleSizeBytes,
  openModule,
  sealModule,
} from "../../../../../engine/workloads/table/parquet/module_cipher.ts";
import { SCRIPT_CIPHERS } from "./script_ciphers.ts";

const key = new Uint8Array(16).fill(3);
const nonce = new Uint8Array(12).fill(4);
const plain = Uint8Array.of(1, 2, 3, 4, 5);
const FILE: FileCipher = {
  core: SCRIPT_CIPHERS,
  algorithm: "AES_GCM_V1",
  aad: Uint8Array.of(9, 9),
};
const PLACES: readonly ModulePlace[] = [
  { kind: "footer" },
  { kind: "columnMetadata", rowGroup: 1, column: 2 },
  { kind: "dataPage", rowGroup: 1, column: 2, page: 3 },
  { kind: "dataPageHeader", rowGroup: 1, column: 2, page: 3 },
  { kind: "dataPageHeader", rowGroup: 1, column: 2, page: 4 },
  { kind: "dataPageHeader", rowGroup: 2, column: 1, page: 3 },
  { kind: "dictionaryPage", rowGroup: 1, column: 2 },
  { kind: "dictionaryPageHeader", rowGroup: 1, column: 2 },
];

Deno.test("openModule() opens a module in its own place alone", () => {
  for (const place of PLACES) {
    const sealed = sealModule(FILE, { key, nonce, place, plain });
    assertEquals(moduleSizeBytes(sealed), sealed.length);
    for (const other of PLACES) {
      const opened = openModule(FILE, { key, place: other, sealed });
      assertEquals(opened, other === place ? plain : undefined);
    }
    const stranger = { ...FILE, aad: Uint8Array.of(9, 8) };
    assertEquals(openModule(stranger, { key, place, sealed }), undefined);
  }
});

Deno.test("openModule() refuses what is too short to be a module", () => {
  const place = { kind: "footer" } as const;
  const sealed = sealModule(FILE, { key, nonce, place, plain });
  for (let length = 0; length < sealed.length; length++) {
    const cut = sealed.slice(0, length);
    assertEquals(openModule(FILE, { key, place, sealed: cut }), undefined);
    if (length < 4) continue;
    new DataView(cut.buffer).setUint32(0, length - 4, true);
    assertEquals(openModule(FILE, { key, place, sealed: cut }), undefined);
  }
});

Deno.test("Bodies of pages go without a tag in CTR, and nothing else does", () => {
  const ctr = { ...FILE, algorithm: "AES_GCM_CTR_V1" } as const;
  for (const place of PLACES) {
    const isBody = /Page$/.test(place.kind);
    const { length } = sealModule(ctr, { key, nonce, place, plain });
    assertEquals(length, 4 + 12 + plain.length + (isBody ? 0 : 16));
    const sealed = sealModule(ctr, { key, nonce, place, plain });
    assertEquals(openModule(ctr, { key, place, sealed }), plain);
  }
});

Deno.test("sealModule() refuses a number that the format cannot tell", () => {
  const place = { kind: "dataPage", rowGroup: 0, column: 0 } as const;
  const seal = (page: number) =>
    sealModule(FILE, { key, nonce, place: { ...place, page }, plain });
  assert(seal(32_767).length > 0);
  assertThrows(() => seal(32_768), RangeError, "page 32768");
});

Deno.test("checkKey() knows the sizes of keys", () => {
  for (const size of [16, 24, 32]) checkKey(new Uint8Array(size), "it");
  for (const size of [0, 15, 17, 31, 33]) {
    assertThrows(() => checkKey(new Uint8Array(size), "it"), RangeError);
  }
});
