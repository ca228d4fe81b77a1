/** The promises of cmd/net_faults.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { parseUrl, type Target } from "../../backends/mod.ts";
import {
  armWay,
  leadTargets,
  netFaultPoints,
  netFaultStates,
  netFaultTexts,
} from "../../cmd/net_faults.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { loadCore } from "../../ffi/mod.ts";

const context = { env: () => undefined };

function args(faults: readonly string[]) {
  return { texts: () => faults };
}

function target(text: string, settings: Target["settings"] = {}): Target {
  return { name: text, url: parseUrl(text), settings };
}

const STORE = target("s3://bucket/p", { endpoint: "http://127.0.0.1:9" });

Deno.test("leadTargets() leaves all as it is without the flag", async () => {
  using core = loadCore();
  const targets = [target("file:///tmp/x")];
  const led = await leadTargets(core, targets, { args: args([]), context });
  assertEquals(led.targets === targets, true);
  assertEquals([led.way, netFaultStates(led.way)], [null, []]);
});

Deno.test("leadTargets() leads stores, and lets nothing happen yet", async () => {
  using core = loadCore();
  const led = await leadTargets(core, [STORE], {
    ...{ args: args(["refuse"]), context },
  });
  const { port } = new URL(led.way?.url ?? "");
  assertEquals(led.targets[0]?.detours, [
    { from: "127.0.0.1:9", to: `127.0.0.1:${port}` },
  ]);
  // Armed, it would be refused; nobody listens behind it, and that is told.
  await Deno.connect({ hostname: "127.0.0.1", port: Number(port) })
    .then(async (connection) => {
      await connection.read(new Uint8Array(1)).catch(() => {});
      connection.close();
    }, (error) => {
      assertEquals(error instanceof Deno.errors.ConnectionReset, true);
    });
  assertEquals(
    netFaultStates(led.way).map(({ name, hits }) => [name, hits]),
    [["net.refuse", 0], ["net.endpoint-refused", 1]],
  );
  led.way?.close();
});

Deno.test("leadTargets() tells all mistakes as those of the command", async () => {
  using core = loadCore();
  const targets = [target("file:///tmp/x"), STORE];
  const error = await assertRejects(
    () =>
      leadTargets(core, targets, { args: args(["rest", "cut:x=1"]), context }),
    UsageError,
  );
  assertEquals(error.mistakes.length, 3);
});

Deno.test("netFaultTexts() and netFaultStates() name each fault once", async () => {
  using core = loadCore();
  const typed = ["reset:every=5", "cut", "reset,arg=3"];
  assertEquals(netFaultTexts(args(typed)), [
    "net.reset:every=5",
    "net.cut",
    "net.reset.2:arg=3",
  ]);
  const { way } = await leadTargets(core, [STORE], {
    ...{ args: args(typed), context },
  });
  const states = netFaultStates(way);
  assertEquals(
    states.map(({ name, hits, fired, armed }) => [name, hits, fired, armed]),
    [
      ["net.reset", 0, 0, true],
      ["net.cut", 0, 0, true],
      ["net.reset.2", 0, 0, true],
    ],
  );
  assertEquals(states.every(({ text }) => text !== ""), true);
  way?.close();
});

Deno.test("netFaultPoints() says what each does and counts", () => {
  const points = netFaultPoints();
  assertEquals(points.length, 13);
  assertEquals(points.find(({ name }) => name === "net.cut"), {
    name: "net.cut",
    text: "the body of an answer ends after arg bytes (half); --net-fault, " +
      "counts bodies",
  });
});

Deno.test("armWay() lets faults happen until the steps are to end early", async () => {
  using core = loadCore();
  const { way } = await leadTargets(core, [STORE], {
    ...{ args: args(["refuse:arg=60000"]), context },
  });
  const { port } = new URL(way?.url ?? "");
  const isRefused = () =>
    Deno.connect({ hostname: "127.0.0.1", port: Number(port) })
      .then((connection) => {
        connection.close();
        return false;
      }, (error) => error instanceof Deno.errors.ConnectionRefused);
  const early = new AbortController();
  assertEquals(await isRefused(), false);
  armWay(way, early.signal);
  assertEquals(await isRefused(), true);
  early.abort();
  assertEquals(await isRefused(), false);
  way?.close();
  armWay(null, early.signal);
});
