import { assertEquals, assertRejects } from "@std/assert";
import { encodeManifest } from "../../../../engine/workloads/table/manifest_codec.ts";
import { emptyManifest } from "../../../../engine/workloads/table/manifest.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { manifestPath } from "../../../../engine/workloads/table/table_path.ts";
import {
  highestFrom,
  listVersions,
  openLatest,
  openNewer,
  readManifest,
} from "../../../../engine/workloads/table/versions.ts";
import { armed, crc32c, newStore } from "./table_fixture.ts";

async function storeOf(versions: number, faults = armed({})) {
  const store = newStore({ ports: { faults } });
  for (let version = 1; version <= versions; version++) {
    const manifest = { ...emptyManifest("t"), version };
    await store.put(manifestPath(version), encodeManifest(manifest, crc32c));
  }
  return store;
}

Deno.test("listVersions() counts no staged name", async () => {
  const store = await storeOf(3);
  await store.put("_metadata/manifest-9.svm.tmp", new Uint8Array(1));
  await store.put("_metadata/manifest-x.svm", new Uint8Array(1));
  assertEquals(await listVersions(store), [1, 2, 3]);
});

Deno.test("highestFrom() finds the newest from any version", async () => {
  const store = await storeOf(21);
  for (let known = 0; known <= 21; known++) {
    assertEquals(await highestFrom(store, known), 21);
  }
  assertEquals(await highestFrom(await storeOf(0), 0), 0);
});

Deno.test("openLatest() goes back to the last whole version, and says so", async () => {
  const bytes = encodeManifest({ ...emptyManifest("t"), version: 3 }, crc32c);
  for (
    const broken of [
      new Uint8Array(0),
      bytes.slice(0, 30),
      bytes.map((b) => b ^ 1),
    ]
  ) {
    const store = await storeOf(2);
    await store.put(manifestPath(3), broken);
    const snapshot = await openLatest(store);
    assertEquals(snapshot.manifest.version, 2);
    assertEquals(snapshot.highestVersion, 3);
    assertEquals(snapshot.broken.map(({ version }) => version), [3]);
  }
});

Deno.test("openLatest() never goes back behind a newer program or a fault", async () => {
  const store = await storeOf(1);
  const newer = encodeManifest(
    { ...emptyManifest("t"), version: 2, formatVersion: 3 },
    crc32c,
  );
  await store.put(manifestPath(2), newer);
  const error = await assertRejects(() => openLatest(store), TableError);
  assertEquals(error.kind, "NewerManifest");
  const faulty = await storeOf(2, armed({ "manifest.read.fail": 1 }));
  const fault = await assertRejects(() => openLatest(faulty), TableError);
  assertEquals(fault.kind, "FaultInjected");
  assertEquals((await openLatest(faulty)).manifest.version, 2);
});

Deno.test("readManifest() names a version that is not there", async () => {
  const store = await storeOf(1);
  await assertRejects(() => readManifest(store, 7), TableError, "version 7");
});

Deno.test("openLatest() refuses a table of which nothing is whole", async () => {
  const store = newStore();
  await store.put(manifestPath(1), new Uint8Array(3));
  await assertRejects(() => openLatest(store), TableError, "none of its 1");
});

Deno.test("openNewer() finds the newest from a version that is known, and lists nothing", async () => {
  const store = await storeOf(2);
  const known = await openLatest(store);
  await store.put(
    manifestPath(3),
    encodeManifest({ ...emptyManifest("t"), version: 3 }, crc32c),
  );
  await store.put(manifestPath(4), new Uint8Array(1));
  store.backend.list = () => Promise.reject(new Error("It lists"));
  const newer = await openNewer(store, known);
  assertEquals([newer.manifest.version, newer.highestVersion], [3, 4]);
  assertEquals(newer.broken.map(({ version }) => version), [4]);
  const again = await openNewer(store, newer);
  assertEquals([again.manifest.version, again.highestVersion], [3, 4]);
});

Deno.test("openNewer() never stays behind a newer program or a fault", async () => {
  const store = await storeOf(1, armed({ "manifest.read.fail": 0 }));
  const known = await openLatest(store);
  const form = { ...emptyManifest("t"), version: 2, formatVersion: 3 };
  await store.put(manifestPath(2), encodeManifest(form, crc32c));
  const error = await assertRejects(() => openNewer(store, known), TableError);
  assertEquals(error.kind, "NewerManifest");
});
