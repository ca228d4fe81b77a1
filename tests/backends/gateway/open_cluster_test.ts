/** The cases of a cluster over chunk servers and a gateway that are real. */
import { assert, assertEquals } from "@std/assert";
import { openCluster, parseUrl } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { CLUSTER_CASES } from "../../../engine/cases/cluster/cluster_cases.ts";
import { caseEnv } from "../../_support/case_fixture.ts";
import { assertKind } from "../_rejects.ts";
import { withRawServer } from "../_raw_server.ts";
import { chunksOf } from "../reference/cluster/_cluster.ts";
import { withGateway } from "./_gateway.ts";

const MIB = 1 << 20;
/** Their sizes are those of the document: gigabytes. */
const TOO_LARGE = ["e2e.upload_download_max_size", "grpc.large_chunk_handling"];
/** A test decides nothing by the clock. */
const TIMED = [
  "grpc.streaming_performance",
  "concurrent.database_connection_pool",
];

Deno.test("the cases of a cluster hold over a real one, and leave nothing", () =>
  withGateway(
    { nodes: 6, sizeBytesMax: 10_000_000_000 },
    async (backend, cluster) => {
      using core = loadCore();
      const target = {
        name: "t",
        url: parseUrl(`gateway://127.0.0.1:${cluster.gateway.port}`),
        settings: {},
      };
      const env = caseEnv({
        ...{ backend, scheme: "gateway" },
        cluster: {
          open: () => openCluster(target, core),
          crc32c: (bytes, seed) => core.crc32c(bytes, seed),
          nowNs: () => core.nowNs(),
          sleepMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
          sizes: {
            ...{ smallBytes: 3 * MIB + 5, largeBytes: 5 * MIB },
            ...{ rejectedBytes: 11_000_000_000, chunkBytes: 2 * MIB + 1 },
            ...{ spaceBytes: 16 * MIB, crowdBytes: 70_000 },
          },
        },
      });
      for (const { id, body } of CLUSTER_CASES) {
        const name = id.replace(/^cluster\./, "");
        if ([...TOO_LARGE, ...TIMED].includes(name)) continue;
        assert(await body({ ...env, prefix: `${name}/` }) !== "", id);
      }
      assertEquals((await backend.list()).objects, []);
      assertEquals(chunksOf(cluster), []);
    },
  ));

Deno.test("openCluster() takes chunk servers of the setting, and asks nobody", async () => {
  using core = loadCore();
  const url = parseUrl("gateway://127.0.0.1:1");
  const settings = { chunkServers: "127.0.0.1:2 127.0.0.1:3" };
  const face = await openCluster({ name: "t", url, settings }, core);
  assertEquals(face.nodes.map(({ name }) => name), [
    "127.0.0.1:2",
    "127.0.0.1:3",
  ]);
  await face.close();
});

Deno.test("openCluster() says what to set where /health names no servers", async () => {
  using core = loadCore();
  await withRawServer(async (peer) => {
    while (await peer.head() !== "") {
      await peer.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    }
  }, async ({ port }) => {
    const url = parseUrl(`gateway://127.0.0.1:${port}`);
    const target = { name: "t", url, settings: {} };
    const error = await assertKind(
      () => openCluster(target, core),
      "Unexpected",
    );
    assert(error.message.includes("set chunkServers"), error.message);
  });
});
