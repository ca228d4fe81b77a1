import { assert, assertEquals } from "@std/assert";
import { parseUrl } from "../../backends/mod.ts";
import { clusterCasePorts } from "../../cmd/cluster_case_ports.ts";
import { loadCore } from "../../ffi/mod.ts";

Deno.test("clusterCasePorts() hands a way in to gateways, and to nothing else", async () => {
  using core = loadCore();
  const asked: number[] = [];
  const sleepMs = (ms: number) => Promise.resolve(void asked.push(ms));
  const portsOf = (text: string) =>
    clusterCasePorts({ clock: { sleepMs } }, {
      core,
      target: () => ({
        name: "t",
        url: parseUrl(text),
        settings: { chunkServers: "127.0.0.1:1" },
      }),
    }, "t").cluster;
  assertEquals(portsOf("mem:") === undefined, true);
  const ports = portsOf("gateway://127.0.0.1:1");
  if (ports === undefined) throw new Error("A gateway has a way in");
  assertEquals(
    ports.crc32c(new TextEncoder().encode("123456789")),
    0xe3069283,
  );
  await ports.sleepMs(7);
  assertEquals(asked, [7]);
  const face = await ports.open();
  assertEquals(face.nodes.map(({ name }) => name), ["127.0.0.1:1"]);
  await face.close();
  assert(ports.nowNs() > 0);
});
