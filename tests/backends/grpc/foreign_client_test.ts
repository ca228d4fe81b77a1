/** A chunk server as `curl` and protobufjs see it: nothing here is ours. */
import { assert, assertEquals } from "@std/assert";
import protobuf from "protobufjs";
import { startChunkServer } from "../../../backends/reference/cluster/chunk_server.ts";
import { loadCore } from "../../../ffi/mod.ts";

const PROTO = new URL(
  "../../../backends/gateway/chunk_store.proto",
  import.meta.url,
);

/** Why there is no foreign client here; empty where there is one. */
function missing(): string {
  try {
    const { stdout } = new Deno.Command("curl", { args: ["--version"] })
      .outputSync();
    const hasHttp2 = new TextDecoder().decode(stdout).includes("HTTP2");
    return hasHttp2 ? "" : "curl knows no HTTP/2";
  } catch {
    return "curl is not installed";
  }
}

const MISSING = missing();

interface Seen {
  readonly status: string | undefined;
  readonly message: Uint8Array;
}

/** One call with one message each way. */
async function call(
  { port, folder, method, message }: {
    readonly port: number;
    readonly folder: string;
    readonly method: string;
    readonly message: Uint8Array;
  },
): Promise<Seen> {
  const [request, answer] = [`${folder}/request`, `${folder}/answer`];
  const bytes = new Uint8Array(5 + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  await Deno.writeFile(request, bytes);
  const { stdout } = await new Deno.Command("curl", {
    args: [
      ...["--silent", "--http2-prior-knowledge", "--dump-header", "-"],
      ...["--data-binary", `@${request}`, "--output", answer],
      ...["--header", "Content-Type: application/grpc+proto"],
      ...["--header", "TE: trailers"],
      `http://127.0.0.1:${port}/storverify.cluster.v1.ChunkStore/${method}`,
    ],
  }).output();
  const head = new TextDecoder().decode(stdout);
  assert(head.startsWith("HTTP/2 200"), head);
  const found = await Deno.readFile(answer).catch(() => new Uint8Array());
  await Deno.remove(answer).catch(() => {});
  return {
    status: /^grpc-status: (\d+)/m.exec(head)?.[1],
    message: found.subarray(5),
  };
}

Deno.test({
  name: MISSING === ""
    ? "a client that is not ours is answered"
    : `a client that is not ours is answered (skipped: ${MISSING})`,
  ignore: MISSING !== "",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "foreign-" });
    using core = loadCore();
    const server = await startChunkServer({
      ...{ core, port: 0, node: "foreign", folder: `${folder}/chunks` },
    });
    const { root } = protobuf.parse(await Deno.readTextFile(PROTO));
    const type = (name: string) =>
      root.lookupType(`storverify.cluster.v1.${name}`);
    const ask = (method: string, message: Uint8Array = new Uint8Array()) =>
      call({ port: server.port, folder, method, message });
    try {
      const health = await ask("HealthCheck");
      assertEquals(health.status, "0");
      const seen = type("HealthCheckResponse").decode(health.message).toJSON();
      assertEquals([seen["serving"], seen["node"]], [true, "foreign"]);
      const name = type("DeleteChunkRequest").encode({
        chunkId: `${"0".repeat(32)}-1`,
      }).finish();
      assertEquals((await ask("DeleteChunk", name)).status, "5");
      assertEquals((await ask("Nothing")).status, "12");
    } finally {
      await server.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
