import { assertEquals, assertRejects } from "@std/assert";
import {
  blocksOf,
  ChunkClient,
} from "../../../../backends/gateway/chunk_client.ts";
import { GrpcError } from "../../../../backends/grpc/grpc_status.ts";
import { startChunkServer } from "../../../../backends/reference/cluster/chunk_server.ts";
import { type Core, loadCore } from "../../../../ffi/mod.ts";
import { seeded } from "./_cluster.ts";

const ID = `${"ab".repeat(16)}-0`;

async function withServer(
  body: (client: ChunkClient, folder: string, core: Core) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "chunks-" });
  using core = loadCore();
  const server = await startChunkServer({ core, folder, node: "n", port: 0 });
  const client = new ChunkClient({
    address: { hostname: "127.0.0.1", port: server.port },
    crc32c: (bytes, seed) => core.crc32c(bytes, seed),
  });
  try {
    await body(client, folder, core);
  } finally {
    client.close();
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  return (await assertRejects(act, GrpcError)).code;
}

async function readAll(
  client: ChunkClient,
  range = { start: 0 } as { start: number; end?: number },
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const block of client.read(ID, range)) parts.push(block);
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

Deno.test("a chunk comes back whole and in parts, and goes once", async () => {
  await withServer(async (client, _folder, core) => {
    const bytes = seeded(600_001);
    const stored = await client.putAll(
      { id: ID, sizeBytes: bytes.length },
      blocksOf(bytes),
    );
    assertEquals(stored.crc32c, core.crc32c(bytes));
    assertEquals(await readAll(client), bytes);
    const range = { start: 262_100, end: 262_200 };
    assertEquals(await readAll(client, range), bytes.slice(262_100, 262_200));
    assertEquals((await client.health()).chunkCount, 1);
    await client.delete(ID);
    assertEquals(await codeOf(() => client.delete(ID)), "NOT_FOUND");
    assertEquals(await codeOf(() => readAll(client)), "NOT_FOUND");
  });
});

Deno.test("what does not fit is refused, and nothing of it stays", async () => {
  await withServer(async (client, folder) => {
    const bytes = seeded(1000);
    const put = (id: string, sizeBytes = 0) =>
      client.putAll({ id, sizeBytes }, blocksOf(bytes));
    for (const id of ["", "../x", `${"A".repeat(32)}-0`, `${ID}x`]) {
      assertEquals(await codeOf(() => put(id)), "INVALID_ARGUMENT");
    }
    assertEquals(await codeOf(() => put(ID, 2e9)), "RESOURCE_EXHAUSTED");
    assertEquals(await codeOf(() => put(ID, 999)), "OUT_OF_RANGE");
    assertEquals(
      await codeOf(async () => {
        const open = await client.put({ id: ID, sizeBytes: 0 });
        await open.write(bytes, 1);
        await open.finish();
      }),
      "DATA_LOSS",
    );
    const cut = await client.put({ id: ID, sizeBytes: 0 });
    await cut.write(bytes);
    cut.cancel();
    await put(ID);
    assertEquals(await codeOf(() => put(ID)), "ALREADY_EXISTS");
    const names = [...Deno.readDirSync(`${folder}/chunks`)];
    assertEquals(names.map(({ name }) => name), [ID]);
  });
});

Deno.test("a full disk is told, and leaves nothing", async () => {
  await withServer(async (client, folder, core) => {
    core.faults.arm("fs.write.fail:arg=28");
    try {
      const bytes = seeded(600_000);
      const put = () =>
        client.putAll({ id: ID, sizeBytes: 0 }, blocksOf(bytes));
      assertEquals(await codeOf(put), "RESOURCE_EXHAUSTED");
    } finally {
      core.faults.clear();
    }
    for (const name of ["chunks", "staged"]) {
      assertEquals([...Deno.readDirSync(`${folder}/${name}`)], []);
    }
  });
});
