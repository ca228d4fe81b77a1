import { assertEquals, assertRejects } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { StorageError } from "../../../../backends/errors.ts";
import { StoredSink } from "../../../../engine/workloads/table/stored_sink.ts";
import { crc32c } from "./table_fixture.ts";

const MiB = 1024 * 1024;

Deno.test("StoredSink puts small and large files whole, with their sums", async () => {
  for (const pieces of [1, 5]) {
    const backend = new MemBackend({ url: "mem:" });
    const sink = new StoredSink({ backend, key: "k", crc32c });
    const all = new Uint8Array(pieces * 300_000).map((_, at) => at * 31);
    for (let at = 0; at < all.length; at += 300_000) {
      const piece = all.slice(at, at + 300_000);
      await sink.write(piece);
      piece.fill(0);
    }
    assertEquals((await backend.list()).objects.length, 0);
    await sink.close();
    assertEquals(await backend.get("k"), all);
    assertEquals(sink.sum, { sizeBytes: all.length, crc32c: crc32c(all) });
  }
});

Deno.test("StoredSink leaves nothing after abort", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const sink = new StoredSink({ backend, key: "k", crc32c });
  await sink.write(new Uint8Array(2 * MiB));
  await sink.abort();
  assertEquals((await backend.list()).objects.length, 0);
});

Deno.test("StoredSink fails with what the storage fails with", async () => {
  const backend = new MemBackend({ url: "mem:" });
  backend.putStream = () =>
    Promise.reject(
      new StorageError("full", { kind: "NoSpace", operation: "put" }),
    );
  const sink = new StoredSink({ backend, key: "k", crc32c });
  await assertRejects(async () => {
    await sink.write(new Uint8Array(2 * MiB));
    await sink.close();
  }, StorageError);
});
