import { assertEquals, assertThrows } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import { type Backend, StorageError } from "../../../backends/mod.ts";
import {
  checkObjectName,
  deleteKeys,
  keysBeside,
  ObjectClaim,
  ownNames,
  putMarker,
  readObjectMarker,
} from "../../../backends/wrap/object_claim.ts";
import { type Marker, MARKER_NAME } from "../../../backends/wrap/marker.ts";
import { assertKind } from "../_rejects.ts";

const ONE = new Uint8Array([1]);
const MARKER: Marker = {
  version: 1,
  runId: "aa11",
  createdAt: "1970-01-01T00:00:00.000Z",
  files: ["sv-aa11/"],
  pid: 1,
  host: "here",
  state: "running",
  madeFolder: false,
};

async function claimed(): Promise<[Backend, ObjectClaim]> {
  const backend = new MemBackend({ url: "mem:" });
  const { etag } = await putMarker(backend, MARKER);
  return [backend, new ObjectClaim(backend, { marker: MARKER, etag })];
}

Deno.test("ObjectClaim deletes what its marker names and nothing else", async () => {
  const [backend, claim] = await claimed();
  for (let index = 0; index < 2500; index++) {
    await backend.put(`sv-aa11/${index}`, ONE);
  }
  for (const key of ["sv-aa11", "sv-aa1", "sv-aa111/x", "data-0.dat"]) {
    await backend.put(key, ONE);
  }
  await claim.add(["data-0"]);
  await backend.put("data-0", ONE);
  const { deleted, left } = await claim.release({ delete: true });
  assertEquals(deleted, ["sv-aa11/", "data-0"]);
  assertEquals(left, ["data-0.dat", "sv-aa1", "sv-aa11", "sv-aa111/"]);
});

Deno.test("ObjectClaim ends uploads below its names before it deletes", async () => {
  const [backend, claim] = await claimed();
  const ended: string[] = [];
  backend.abortUploads = (prefix) => {
    ended.push(prefix);
    return Promise.resolve(1);
  };
  await claim.add(["data-0"]);
  await claim.release({ delete: false });
  assertEquals(ended, []);
  await claim.release({ delete: true });
  assertEquals(ended, ["sv-aa11/"]);
});

Deno.test("ObjectClaim keeps all and says in which state", async () => {
  const [backend, claim] = await claimed();
  await backend.put("sv-aa11/0", ONE);
  await claim.release({ delete: false, state: "interrupted" });
  assertEquals((await backend.get("sv-aa11/0")).length, 1);
  const found = await readObjectMarker(backend);
  assertEquals(found?.marker.state, "interrupted");
});

Deno.test("ObjectClaim notes the entries that keys make", async () => {
  const [backend, claim] = await claimed();
  await claim.addEntry("conform-1%");
  await backend.put("conform-1/x", ONE);
  const { deleted } = await claim.release({ delete: true });
  assertEquals(deleted, ["conform-1/"]);
  assertEquals(ownNames({ ...MARKER, entries: ["a%2F%"] }), [
    "sv-aa11/",
    "a//",
  ]);
  await assertKind(() => claim.addEntry("../x"), "InvalidKey");
});

Deno.test("ObjectClaim fails when somebody else took the marker", async () => {
  const [backend, claim] = await claimed();
  await backend.put(MARKER_NAME, ONE);
  await assertKind(() => claim.add(["x"]), "PreconditionFailed");
});

Deno.test("readObjectMarker() refuses a marker that is damaged or forged", async () => {
  const backend = new MemBackend({ url: "mem:" });
  assertEquals(await readObjectMarker(backend), undefined);
  for (const text of ["{", JSON.stringify({ ...MARKER, files: ["a/b/"] })]) {
    await backend.put(MARKER_NAME, new TextEncoder().encode(text));
    await assertKind(() => readObjectMarker(backend), "Unexpected");
  }
});

Deno.test("checkObjectName() lets no name reach beyond its place", () => {
  for (const name of ["a", "sv-1/", "a.dat"]) checkObjectName("az://c", name);
  for (const name of ["", "/", "../", "a/b", "a//", ".x/"]) {
    assertThrows(() => checkObjectName("az://c", name), StorageError);
  }
});

Deno.test("deleteKeys() and keysBeside() look at one level of a place", async () => {
  const backend = new MemBackend({ url: "mem:" });
  for (const key of ["a/1", "a/2", "ab", "b"]) await backend.put(key, ONE);
  assertEquals(await keysBeside(backend, ["b"]), ["a/", "ab"]);
  assertEquals(await deleteKeys(backend, ["a/", "none"]), ["a/"]);
  assertEquals(await keysBeside(backend, []), ["ab", "b"]);
});

Deno.test("deleteKeys() deletes many keys with one request where it can", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const batches: number[] = [];
  const many = Object.assign(backend, {
    deleteKeys: async (keys: readonly string[]) => {
      batches.push(keys.length);
      for (const key of keys) await backend.delete(key);
    },
  });
  for (let at = 0; at < 1500; at++) await backend.put(`a/${at}`, ONE);
  await backend.put("b", ONE);
  assertEquals(await deleteKeys(many, ["a/"]), ["a/"]);
  assertEquals((await backend.list()).objects.map(({ key }) => key), ["b"]);
  assertEquals(batches.reduce((sum, one) => sum + one), 1500);
  assertEquals(batches.length, 8);
});

Deno.test("deleteKeys() does not believe for ever a store that keeps what it deleted", async () => {
  const backend = new MemBackend({ url: "mem:" });
  await backend.put("a/1", ONE);
  let deletes = 0;
  backend.delete = () => Promise.resolve(void deletes++);
  await assertKind(() => deleteKeys(backend, ["a/"]), "Unexpected");
  assertEquals(deletes, 6);
});

Deno.test("ObjectClaim can be released again after failing half way", async () => {
  const [backend, claim] = await claimed();
  for (let at = 0; at < 50; at++) await backend.put(`sv-aa11/${at}`, ONE);
  const remove = backend.delete.bind(backend);
  let left = 20;
  backend.delete = (key) => {
    if (left-- > 0) return remove(key);
    const failure = { kind: "PermissionDenied", operation: "delete" } as const; // a kind
    return Promise.reject(new StorageError("no", failure));
  };
  await assertKind(() => claim.release({ delete: true }), "PermissionDenied");
  assertEquals((await readObjectMarker(backend))?.marker.runId, "aa11");
  backend.delete = remove;
  await claim.release({ delete: true });
  assertEquals((await backend.list()).objects, []);
});
