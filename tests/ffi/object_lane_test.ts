import { assertEquals, assertThrows } from "@std/assert";
import {
  CoreError,
  loadCore,
  type ObjectLaneSpec,
  SIZE_CLASS_BYTES,
} from "../../ffi/mod.ts";
import { objectLaneSpec, objectSpec, storeSettings } from "./core_fixture.ts";

/** A port of this host at which nobody listens. */
function deadEndpoint(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${listener.addr.port}`;
}

async function run(over: Partial<ObjectLaneSpec>) {
  using core = loadCore();
  const endpoints = [deadEndpoint()];
  using store = core.openStore(storeSettings({ endpoints }));
  using objects = await core.openObjects(store, objectSpec());
  using gate = objects.gate();
  using lane = objects.lane(gate, objectLaneSpec(over));
  gate.open();
  const status = await lane.join();
  const rows = SIZE_CLASS_BYTES.map((_, index) =>
    lane.sizeClass("put", index).latency.count
  );
  return { status, counters: lane.counters(), rows, facts: objects.facts() };
}

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

Deno.test({
  name: "CoreObjectLane ends with the status of a server that is not there",
  ignore: !HAS_CURL,
  fn: async () => {
    const { status, counters, rows, facts } = await run({});
    assertEquals(status, -1101);
    assertEquals([counters.putErrors, counters.errorsRefused], [1, 1]);
    assertEquals(counters.firstErrorStatus, 1101);
    assertEquals(rows, new Array(SIZE_CLASS_BYTES.length).fill(0));
    // Nothing got there, so nothing is unsettled.
    assertEquals(facts.keysLive, 0);
  },
});

Deno.test({
  name: "CoreObjectLane counts retries by their cause",
  ignore: !HAS_CURL,
  fn: async () => {
    const { counters } = await run({ limitOps: 1, attemptsMax: 2 });
    assertEquals([counters.attempts, counters.retries], [2, 1]);
    assertEquals(counters.retriesOther, 1);
  },
});

Deno.test({
  name: "CoreObjectLane refuses a spec that the core refuses, and says which",
  ignore: !HAS_CURL,
  fn: async () => {
    using core = loadCore();
    using store = core.openStore(storeSettings());
    using objects = await core.openObjects(store, objectSpec());
    using gate = objects.gate();
    for (const over of [{ depth: 0 }, { keyCount: 5 }, { weights: {} }]) {
      assertThrows(
        () => objects.lane(gate, objectLaneSpec({ lane: 3, ...over })),
        CoreError,
        "lane 3",
      );
    }
  },
});

Deno.test("SIZE_CLASS_BYTES are those of the core", () => {
  using core = loadCore();
  const library = Deno.dlopen(core.path, {
    sv_size_class_bytes: { parameters: ["u32"], result: "u64" },
  });
  const sizes = SIZE_CLASS_BYTES.map((_, index) =>
    Number(library.symbols.sv_size_class_bytes(index))
  );
  library.close();
  assertEquals(sizes.slice(0, -1), SIZE_CLASS_BYTES.slice(0, -1));
  assertEquals((sizes.at(-1) ?? 0) >= (SIZE_CLASS_BYTES.at(-1) ?? 0), true);
});
