/** The promises of backends/reference/cluster/chunk_servers.ts. */
import { BufferPool } from "../../../../backends/grpc/buffer_pool.ts";
import { assertEquals } from "@std/assert";
import {
  CHUNK_METHODS,
  writeHealth,
} from "../../../../backends/gateway/chunk_messages.ts";
import {
  GrpcServer,
  type ServerCall,
} from "../../../../backends/grpc/grpc_server.ts";
import { ChunkServers } from "../../../../backends/reference/cluster/chunk_servers.ts";

/** Says that it is well, once `until` is over. */
function healthyServer(node: string, until: () => Promise<void>): GrpcServer {
  const size = { freeBytes: 1, totalBytes: 2, chunkCount: 0 };
  return new GrpcServer({
    port: 0,
    methods: {
      [CHUNK_METHODS.health]: async ({ send }: ServerCall) => {
        await until();
        await send(writeHealth({ isServing: true, node, ...size }));
      },
    },
  });
}

function placeOf(name: string, { port }: GrpcServer) {
  return { name, address: `127.0.0.1:${port}` };
}

Deno.test("askAnew() knows of a server that went after it had said it is well", async () => {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await using slow = healthyServer("slow", () => held);
  await using gone = healthyServer("gone", () => Promise.resolve());
  const places = [placeOf("slow", slow), placeOf("gone", gone)];
  const pool = new BufferPool();
  const servers = new ChunkServers(places, { crc32c: () => 0, pool });
  try {
    const first = servers.ask();
    while (servers.named("gone")?.health === null) await Deno.stat("/");
    await gone.close();
    // The slow one keeps the first look under way.
    const anew = servers.askAnew();
    letGo();
    await first;
    await anew;
    assertEquals(servers.up.map(({ name }) => name), ["slow"]);
  } finally {
    await servers.close();
  }
});
