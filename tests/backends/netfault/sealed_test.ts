/** Ways to endpoints that speak TLS: bytes and connections are all they see. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { HttpClient } from "../../../backends/http/http_client.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { type FaultyWay, openFaultyWay } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";
import { fired } from "./_way_endpoint.ts";

/** Gives up after so many ms of silence; absent: as good as never. */
type Ask = (silenceMs?: number) => Promise<string>;

/** Long for a loopback, and for a test that waits for it. */
const SILENCE_MS = 1500;

/** Asks `https://localhost` on a connection of its own, led by the way. */
async function withSealedWay(
  fault: string,
  body: (ask: Ask, way: FaultyWay) => Promise<void>,
): Promise<void> {
  await withTlsServer(async ({ port, caFile }) => {
    using core = loadCore();
    using way = await openFaultyWay({
      core,
      endpoints: [{ url: `http://127.0.0.1:${port}`, isSealed: true }],
      faults: [fault],
    });
    const to = new URL(way.url).host;
    await body(async (silenceMs = 60_000) => {
      const client = new HttpClient({
        caCerts: [Deno.readTextFileSync(caFile)],
        detours: [{ from: "localhost:443", to }],
        connectTimeoutMs: silenceMs,
        stallTimeoutMs: silenceMs,
        requestTimeoutMs: 0,
      });
      try {
        const { body } = await client.send({
          ...{ method: "GET", isTls: true, host: "localhost", port: 443 },
          ...{ target: "/", headers: { host: "localhost" } },
        });
        return await new Response(body).text();
      } finally {
        client.close();
      }
    }, way);
  });
}

function sealedTest(name: string, fn: () => Promise<void>): void {
  const ignore = !hasOpenssl();
  Deno.test({ name: ignore ? `${name} (needs openssl)` : name, ignore, fn });
}

sealedTest(
  "a sealed way keeps the name that a certificate is for",
  () =>
    withSealedWay("delay:arg=5", async (ask, way) => {
      assertEquals(await ask(), "hi");
      assertEquals(fired(way), [1]);
      const { connections, requests } = way.facts();
      assertEquals([connections, requests], [1, 0]);
    }),
);

sealedTest(
  "a sealed way counts connections, and breaks them in the handshake",
  async () => {
    const reasons = {
      "reset:every=2": "reset",
      "reset-request:every=2": "reset",
      "cut:every=2:arg=100": "reset",
      "stall:every=2": "timed-out",
      "half-open:every=2": "timed-out",
    };
    for (const [fault, reason] of Object.entries(reasons)) {
      await withSealedWay(fault, async (ask, way) => {
        assertEquals(await ask(), "hi", fault);
        const broken = () =>
          ask(reason === "timed-out" ? SILENCE_MS : undefined);
        const failure = await assertRejects(broken, HttpFailure);
        assertEquals([failure.step, failure.reason], ["tls", reason], fault);
        assertEquals(await ask(), "hi", fault);
        assertEquals(fired(way), [1], fault);
      });
    }
  },
);

sealedTest(
  "a sealed way cuts behind the handshake, where nobody says it",
  () =>
    withSealedWay("cut", async (ask, way) => {
      // What is shorter than that is whole, and nothing was done to it.
      assertEquals(await ask(), "hi");
      const [count] = way.counts();
      assertEquals([count?.hits, count?.fired], [1, 0]);
      assert(way.facts().bytesDown < 16_384);
    }),
);
