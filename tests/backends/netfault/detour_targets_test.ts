import { assertEquals, assertRejects } from "@std/assert";
import {
  detourTargets,
  NetFaultError,
  parseUrl,
  Secret,
  type Target,
} from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";

function target(text: string, settings: Target["settings"] = {}): Target {
  return { name: text, url: parseUrl(text), settings };
}

const env = () => undefined;

async function detoursOf(
  targets: readonly Target[],
): Promise<readonly string[][]> {
  using core = loadCore();
  const led = await detourTargets(targets, { core, env, faults: ["reset"] });
  using way = led.way;
  const ports = way.urls.map((url) => new URL(url).port);
  return led.targets.map(({ detours = [] }) =>
    detours.map(({ from, to }) => {
      const [host, port = ""] = to.split(":");
      return `${from} ${host} ${ports.indexOf(port)}`;
    })
  );
}

Deno.test("detourTargets() leads each endpoint of each target to a port of its own", async () => {
  assertEquals(
    await detoursOf([
      target("s3://bucket/p", {
        endpoint: "http://127.0.0.1:1,http://127.0.0.1:2",
      }),
      target("az://container/p", {
        endpoint: "http://127.0.0.1:3/account",
        accountKey: new Secret("a2V5"),
      }),
      target("gateway://127.0.0.1:4/p"),
    ]),
    [
      ["127.0.0.1:1 127.0.0.1 0", "127.0.0.1:2 127.0.0.1 1"],
      ["127.0.0.1:3 127.0.0.1 2"],
      ["127.0.0.1:4 127.0.0.1 3"],
    ],
  );
});

Deno.test("detourTargets() leads buckets in the host as well", async () => {
  const endpoint = "https://localhost";
  const settings = { endpoint, pathStyle: false };
  assertEquals(await detoursOf([target("s3://bucket/p", settings)]), [
    ["localhost:443 127.0.0.1 0", "bucket.localhost:443 127.0.0.1 0"],
  ]);
});

Deno.test("detourTargets() tells all that cannot be, and opens nothing", async () => {
  using core = loadCore();
  const { mistakes } = await assertRejects(
    () =>
      detourTargets([
        target("file:///tmp/x"),
        target("s3://bucket/p", { endpoint: "nonsense" }),
        target("s3://bucket/q", {
          endpoint: "http://127.0.0.1:1",
          proxy: new Secret("http://127.0.0.1:2"),
        }),
      ], { core, env, faults: ["rest", "cut"] }),
    NetFaultError,
  );
  const all = mistakes.join("\n");
  assertEquals(mistakes.length, 4, all);
  for (const word of ['"rest"', "file:///tmp/x", "nonsense", "by a proxy"]) {
    assertEquals(all.includes(word), true, word);
  }
});

Deno.test("detourTargets() answers for nobody within TLS", async () => {
  using core = loadCore();
  const sealed = target("s3://bucket/p", { endpoint: "https://localhost" });
  await assertRejects(
    () => detourTargets([sealed], { core, env, faults: ["http-503"] }),
    NetFaultError,
    "requests cannot be seen within",
  );
});
