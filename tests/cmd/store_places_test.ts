/** The promises of cmd/places.ts where a place is a store. */
import { assertEquals, assertRejects } from "@std/assert";
import {
  type Backend,
  conformancePrefix,
  openBackend,
  resolveTarget,
  StorageError,
} from "../../backends/mod.ts";
import {
  claimPlaces,
  placesOf,
  releasePlaces,
  resumePlaces,
} from "../../cmd/places.ts";
import { casePrefix, caseSeed } from "../../engine/mod.ts";
import { loadCore } from "../../ffi/mod.ts";
import {
  objectTarget,
  plannedObjectStep,
} from "../_support/object_plan_fixture.ts";
import { plan, plannedSpace } from "../_support/plan_fixture.ts";

function storeSetUp() {
  const target = resolveTarget("s3://bucket/x", new Map(), { cwd: "/" });
  const steps = [plannedObjectStep()];
  const planned = objectTarget({
    name: target.name,
    url: target.url.text,
    space: plannedSpace({ kind: "store", objectBytes: 4096 }),
    steps,
  });
  return { targets: [target], plan: plan({ targets: [planned] }) };
}

async function openStore(): Promise<Backend> {
  const target = resolveTarget("mem:", new Map(), { cwd: "/" });
  using core = loadCore();
  return await openBackend(target, { core });
}

async function keysOf(store: Backend): Promise<string[]> {
  return (await store.list()).objects.map(({ key }) => key);
}

Deno.test("placesOf() tells a store, whose marker is an object", () => {
  const { plan, targets } = storeSetUp();
  assertEquals(placesOf(plan, targets), [{
    target: "s3://bucket/x",
    url: "s3://bucket/x",
    folder: null,
    isStore: true,
    oracle: "0.oracle",
    kept: false,
  }]);
});

Deno.test("claimPlaces() claims a store, and a release leaves nothing", async () => {
  const { plan, targets } = storeSetUp();
  const store = await openStore();
  const claimed = await claimPlaces({
    plan,
    targets,
    replace: false,
    backend: () => store,
  });
  assertEquals(await keysOf(store), [".stor-verify.json"]);
  for (const key of ["sv-run-000.dat/1", "sv-0123456789abcdef/k1"]) {
    await store.put(key, new Uint8Array(1));
  }
  await store.put("foreign", new Uint8Array(1));
  const released = await releasePlaces(claimed, {
    delete: true,
    state: "complete",
  });
  assertEquals(released.failures, []);
  assertEquals(released.left, [`${store.url}/foreign`]);
  assertEquals(await keysOf(store), ["foreign"]);
});

const PIPELINE = "pipeline.stream.multipart_streaming";

Deno.test("claimPlaces() lists the keys of cases, which a killed run leaves", async () => {
  const { plan: made, targets } = storeSetUp();
  const steps = [{
    kind: "cases" as const,
    name: "cases",
    cases: [
      "object.put.facts",
      "object.real_io.s3",
      "table.append.x",
      PIPELINE,
    ],
  }];
  const plan = {
    ...made,
    targets: made.targets.map((target) => ({ ...target, steps })),
  };
  const store = await openStore();
  const backend = () => store;
  const { places } = await claimPlaces({
    plan,
    targets,
    replace: false,
    backend,
  });
  const seed = caseSeed(plan.seed);
  const own = [
    `${conformancePrefix("object.put.facts", seed)}k`,
    `${casePrefix("object.real_io.s3", seed)}1`,
    `${casePrefix(PIPELINE, seed)}in/1`,
  ];
  for (const key of own) await store.put(key, new Uint8Array(1));
  const { runId } = plan;
  const resumed = await resumePlaces({ runId, places, backend });
  const { left } = await releasePlaces(resumed, {
    delete: true,
    state: "complete",
  });
  assertEquals([left, await keysOf(store)], [[], []]);
});

Deno.test("claimPlaces() refuses a store with keys of others, untouched", async () => {
  const { plan, targets } = storeSetUp();
  const store = await openStore();
  await store.put("precious", new Uint8Array(1));
  await assertRejects(
    () => claimPlaces({ plan, targets, replace: true, backend: () => store }),
    StorageError,
    "not empty and not ours",
  );
  assertEquals(await keysOf(store), ["precious"]);
});

Deno.test("resumePlaces() finds the objects of a run again, and of no other", async () => {
  const { plan, targets } = storeSetUp();
  const store = await openStore();
  const backend = () => store;
  const { places } = await claimPlaces({
    plan,
    targets,
    replace: false,
    backend,
  });
  const { claims } = await resumePlaces({
    runId: plan.runId,
    places,
    backend,
  });
  assertEquals([...claims.keys()], ["s3://bucket/x"]);
  await assertRejects(
    () => resumePlaces({ runId: "ffffffffffffffff", places, backend }),
    StorageError,
    "not those of run ffffffffffffffff",
  );
});
