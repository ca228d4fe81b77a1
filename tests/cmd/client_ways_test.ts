/** The promises of cmd/client_ways.ts. */
import { assertEquals } from "@std/assert";
import { parseUrl } from "../../backends/mod.ts";
import { clientWays } from "../../cmd/client_ways.ts";
import { Wiring } from "../../cmd/wiring.ts";
import { testContext } from "../_support/cli.ts";
import { plan } from "../_support/plan_fixture.ts";

Deno.test("clientWays() gives each endpoint of a store ways of its own", async () => {
  const wiring = new Wiring(testContext());
  const store = {
    name: "store",
    url: parseUrl("s3://bucket/place"),
    settings: {
      endpoint: "http://127.0.0.1:1,http://127.0.0.1:2",
      accessKeyId: "a",
      secretAccessKey: "b",
    },
  };
  const memory = { name: "memory", url: parseUrl("mem:"), settings: {} };
  const targets = [store, memory];
  try {
    await wiring.openTargets([memory], "create");
    const bare = { ...wiring, backend: () => wiring.backend("memory") };
    const ways = clientWays({
      plan: plan(),
      targets,
      wiring: Object.assign(Object.create(wiring), bare),
      folder: "/nowhere",
    });
    assertEquals(ways.endpoints("store").map(({ name }) => name), [
      "http://127.0.0.1:1",
      "http://127.0.0.1:2",
    ]);
    const [first] = ways.endpoints("store");
    const [one, other] = [await first?.connect?.(), await first?.connect?.()];
    assertEquals([one === other, one?.url], [false, "s3://bucket/place"]);
    await Promise.all([one?.close(), other?.close()]);
    const [shared, ...more] = ways.endpoints("memory");
    assertEquals([shared?.connect, more.length], [undefined, 0]);
  } finally {
    await wiring.close();
  }
});
