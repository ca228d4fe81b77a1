import { assertEquals, assertRejects } from "@std/assert";
import { NetFaultError, StorageError } from "../../../backends/mod.ts";
import {
  authorityOf,
  openFaultyWay,
} from "../../../backends/netfault/faulty_way.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { ask, withWay } from "./_way_endpoint.ts";

/** Nobody listens there. */
const HTTP = "http://127.0.0.1:9";

Deno.test("authorityOf() names the port that goes without saying", () => {
  assertEquals(authorityOf("https://h"), "h:443");
  assertEquals(authorityOf("http://[::1]"), "[::1]:80");
  assertEquals(authorityOf("http://h:81"), "h:81");
});

Deno.test("openFaultyWay() has one URL for each endpoint, by its scheme", async () => {
  using core = loadCore();
  const endpoints = [HTTP, "https://localhost"];
  using way = await openFaultyWay({ core, endpoints, faults: ["reset"] });
  assertEquals(
    way.urls.map((url) => url.replace(/\d+$/, "")),
    ["http://127.0.0.1:", "https://127.0.0.1:"],
  );
  assertEquals(way.url, way.urls[0]);
});

Deno.test("openFaultyWay() answers for nobody within TLS or HTTP/2", async () => {
  using core = loadCore();
  for (const endpoint of ["https://h", { url: HTTP, isSealed: true }]) {
    const { mistakes } = await assertRejects(
      () =>
        openFaultyWay({
          core,
          endpoints: [HTTP, endpoint],
          faults: ["http-503", "cut", "http-429"],
        }),
      NetFaultError,
    );
    assertEquals(mistakes.length, 2);
  }
});

Deno.test("openFaultyWay() fails for a name that does not resolve", async () => {
  using core = loadCore();
  await assertRejects(
    () =>
      openFaultyWay({
        core,
        endpoints: ["http://no.such.host.invalid"],
        faults: [],
      }),
    StorageError,
    "a name does not resolve",
  );
});

Deno.test("an endpoint that takes no connection is told by a reset, and counted", async () => {
  using core = loadCore();
  using way = await openFaultyWay({ core, endpoints: [HTTP], faults: [] });
  const { end } = await ask(Number(new URL(way.url).port));
  assertEquals(end, "reset");
  assertEquals(way.facts().endpointRefused, 1);
});

Deno.test("a way that is closed ends all, and still knows its counts", async () => {
  await withWay(["delay:every=2:arg=0"], async ({ way, port }) => {
    await ask(port);
    await ask(port);
    way.close();
    way.close();
    await assertRejects(() => ask(port), Deno.errors.ConnectionRefused);
    assertEquals(way.counts(), [
      { fault: "delay:every=2:arg=0", hits: 2, fired: 1 },
    ]);
    assertEquals(way.facts().requests, 2);
  });
});
