import { assertEquals, assertRejects } from "@std/assert";
import {
  FaultyClient,
  type LaneFaults,
} from "../../../../backends/store/sdk/faulty_client.ts";
import {
  ClientFailure,
  type StoreBody,
} from "../../../../backends/store/sdk/store_client.ts";
import { MemoryStore } from "./_memory_store.ts";

/** Each named point fires, with its arg or the default of who asks. */
function firing(points: Readonly<Record<string, number | null>>): LaneFaults {
  return {
    armed: Object.keys(points).length > 0,
    fires: (point, defaultArg = 9) =>
      point in points ? points[point] ?? defaultArg : null,
  };
}

interface Rig {
  readonly store: MemoryStore;
  readonly client: FaultyClient;
  readonly waits: number[];
  fired: number;
}

function rig(faults: LaneFaults, isStopped = () => false): Rig {
  const store = new MemoryStore();
  const waits: number[] = [];
  const made = { store, waits, fired: 0 };
  const client = new FaultyClient(store, {
    ...{ faults, lane: 1, stallMs: 120, isStopped },
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onFired: () => made.fired++,
  });
  return Object.assign(made, { client });
}

const BYTES = Uint8Array.from({ length: 2000 }, (_, at) => at % 251 + 1);

async function bytesOf(body: StoreBody): Promise<Uint8Array> {
  const all: number[] = [];
  for await (const chunk of body.chunks) all.push(...chunk);
  return Uint8Array.from(all);
}

async function failsWith(call: () => Promise<unknown>, status: string) {
  assertEquals((await assertRejects(call, ClientFailure)).status, status);
}

Deno.test("FaultyClient passes everything on while nothing is armed", async () => {
  const { client, store, fired } = rig(firing({}));
  await client.put("a", BYTES);
  assertEquals(await bytesOf(await client.get("a", null)), BYTES);
  assertEquals(await client.head("a"), 2000);
  const upload = await client.upload("b");
  await upload.put(1, BYTES);
  await upload.complete();
  const page = { after: "", prefix: "", limit: 9 };
  assertEquals((await client.list(page)).entries.length, 2);
  await client.delete("a");
  assertEquals([...store.objects.keys()], ["b"]);
  client.close();
  assertEquals([store.isClosed, fired], [true, 0]);
});

Deno.test("FaultyClient lists where the client itself would", () => {
  const { client, store } = rig(firing({}));
  assertEquals(client.startsAtPrefix, false);
  Object.assign(store, { startsAtPrefix: true });
  assertEquals(client.startsAtPrefix, true);
});

Deno.test("FaultyClient does not send what a fault refuses", async () => {
  const refusals: readonly [string, number | null, string][] = [
    ["http.connect.refused", null, "HTTP_REFUSED"],
    ["http.resolve.fail", null, "HTTP_RESOLVE"],
    ["http.tls.fail", null, "HTTP_TLS"],
    ["http.status", null, "HTTP_THROTTLED"],
    ["http.status", 403, "HTTP_DENIED"],
    ["http.throttle", null, "HTTP_THROTTLED"],
    ["http.error-body", null, "HTTP_ERROR_BODY"],
    ["http.send.reset", null, "HTTP_RESET"],
  ];
  for (const [point, arg, status] of refusals) {
    const made = rig(firing({ [point]: arg }));
    await failsWith(() => made.client.put("a", BYTES), status);
    assertEquals([made.store.calls, made.fired], [[], 1], point);
  }
});

Deno.test("FaultyClient loses answers of what the store has done", async () => {
  const losses: readonly [string, string][] = [
    ["http.receive.reset", "HTTP_RESET"],
    ["http.receive.stall", "HTTP_TIMEOUT"],
    ["http.status.after", "HTTP_SERVER"],
  ];
  for (const [point, status] of losses) {
    const made = rig(firing({ [point]: null }));
    await failsWith(() => made.client.put("a", BYTES), status);
    assertEquals(made.store.objects.get("a"), BYTES, point);
    const isStall = point === "http.receive.stall";
    assertEquals(made.waits, isStall ? [50, 50, 20] : []);
  }
});

Deno.test("FaultyClient holds answers, until its lane is stopped", async () => {
  const delayed = rig(firing({ "latency.delay": 120 }));
  await delayed.client.put("a", BYTES);
  assertEquals(delayed.waits, [50, 50, 20]);
  let naps = 0;
  const stopped = rig(firing({ "latency.hang": null }), () => ++naps > 2);
  await stopped.client.put("a", BYTES);
  assertEquals(stopped.waits, [50, 50]);
});

Deno.test("FaultyClient acknowledges writes that it never sends", async () => {
  const { client, store } = rig(firing({ "write.lost": null }));
  await client.put("a", BYTES);
  store.objects.set("b", BYTES);
  await client.delete("b");
  assertEquals([...store.objects.keys()], ["b"]);
});

Deno.test("FaultyClient misdirects to the key before, where there is one", async () => {
  const made = rig(firing({ "write.misdirect": null }));
  await made.client.put("a", BYTES);
  await made.client.put("b", BYTES.slice(0, 10));
  assertEquals([...made.store.objects.keys()], ["a"]);
  assertEquals(made.store.objects.get("a")?.length, 10);
  const reads = rig(firing({ "read.misdirect": null }));
  reads.store.objects.set("a", BYTES);
  reads.store.objects.set("b", BYTES.slice(0, 10));
  assertEquals((await bytesOf(await reads.client.get("a", null))).length, 2000);
  assertEquals((await bytesOf(await reads.client.get("b", null))).length, 2000);
});

Deno.test("FaultyClient asks for other ranges than it was asked for", async () => {
  const shifted = rig(firing({ "http.range.shifted": 100 }));
  shifted.store.objects.set("a", BYTES);
  const first = await shifted.client.get("a", { start: 0, end: 10 });
  assertEquals(await bytesOf(first), BYTES.slice(100, 110));
  const later = await shifted.client.get("a", { start: 500, end: 510 });
  assertEquals(await bytesOf(later), BYTES.slice(400, 410));
  const ignored = rig(firing({ "http.range.ignored": null }));
  ignored.store.objects.set("a", BYTES);
  const whole = await ignored.client.get("a", { start: 0, end: 10 });
  assertEquals((await bytesOf(whole)).length, 2000);
});

Deno.test("FaultyClient loses a part, or gives it the bytes of the one before", async () => {
  for (const point of ["part.lost", "part.swap"]) {
    const { client, store } = rig(firing({ [point]: null }));
    const upload = await client.upload("a");
    await upload.put(1, BYTES);
    await upload.put(2, BYTES.slice(500, 600));
    await upload.complete();
    const joined = store.objects.get("a");
    if (point === "part.lost") assertEquals(joined?.length, 0);
    else assertEquals(joined?.slice(2000), BYTES.slice(0, 100));
  }
});

Deno.test("FaultyClient.head() tells a size that is none", async () => {
  const { client, store } = rig(firing({ "read.short": null }));
  store.objects.set("a", BYTES);
  assertEquals(await client.head("a"), 0);
});

Deno.test("FaultyClient knows a request by its lane, key and number", async () => {
  const placesOf = async (keys: readonly string[]) => {
    const places: [string, number][] = [];
    let key = "";
    const { client } = rig({
      armed: true,
      fires: (point, _arg, place = 0) => {
        if (point === "write.lost") places.push([key, place]);
        return null;
      },
    });
    for (key of keys) await client.put(key, BYTES);
    return places.map(([name, place]) => `${name} ${place}`);
  };
  const once = await placesOf(["a", "b", "a", "c"]);
  assertEquals(new Set(once).size, 4);
  const again = await placesOf(["c", "a", "b", "a"]);
  assertEquals(again.toSorted(), once.toSorted());
  assertEquals(once.some((one) => / 0$/.test(one)), false);
});
