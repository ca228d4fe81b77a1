import { assertEquals } from "@std/assert";
import { OwnKeys } from "../../../../backends/store/sdk/list_check.ts";
import { putObject } from "../../../../backends/store/sdk/object_writes.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import type { ListedPage } from "../../../../backends/store/sdk/store_client.ts";
import { classesOf, makeRig, type Rig } from "./_memory_store.ts";

/** Six keys, of which 2 and 3 belong to the lane that lists. */
async function withRig(body: (rig: Rig) => Promise<void>) {
  using core = loadCore();
  const { stamp } = core;
  const space = { keyCount: 6 };
  const all = makeRig({ stamp, space });
  for (const index of [0, 1, 2, 3, 5]) await putObject(all.context, index);
  await body(makeRig({
    ...{ stamp, space, rig: all },
    spec: { firstKey: 2, keyCount: 2, listLimit: 10 },
  }));
}

async function listTwenty(rig: Rig) {
  const keys = new OwnKeys(rig.context);
  for (let turn = 0; turn < 20; turn++) await keys.list();
}

const without = (page: ListedPage, part: string): ListedPage => ({
  ...page,
  entries: page.entries.filter(({ key }) => !key.endsWith(part)),
});

Deno.test("OwnKeys.list() passes over the keys of other lanes", async () => {
  await withRig(async (rig) => {
    await listTwenty(rig);
    assertEquals(rig.found, []);
    assertEquals(rig.memory.get("keys_listed") > 40, true);
    rig.store.lies = { page: (page) => without(page, "5") };
    await listTwenty(rig);
    assertEquals(rig.found, []);
  });
});

Deno.test("OwnKeys.list() finds a key that is missing", async () => {
  await withRig(async (rig) => {
    rig.store.lies = { page: (page) => without(page, "3") };
    await listTwenty(rig);
    assertEquals(new Set(classesOf(rig)), new Set(["lost list 3"]));
    assertEquals(rig.found.length, 20);
  });
});

Deno.test("OwnKeys.list() finds keys twice, out of order and of a wrong size", async () => {
  const pages: [string, (page: ListedPage) => ListedPage][] = [
    ["duplicated list 3", (page) => ({
      ...page,
      entries: page.entries.flatMap((one) =>
        one.key.endsWith("3") ? [one, one] : [one]
      ),
    })],
    ["reordered list 3", (page) => ({
      ...page,
      entries: page.entries.toReversed(),
    })],
    ["truncated list 3", (page) => ({
      ...page,
      entries: page.entries.map((one) => ({
        ...one,
        sizeBytes: one.key.endsWith("3") ? 9999 : one.sizeBytes,
      })),
    })],
  ];
  for (const [expected, page] of pages) {
    await withRig(async (rig) => {
      rig.store.lies = { page };
      await listTwenty(rig);
      assertEquals(classesOf(rig).includes(expected), true, expected);
    });
  }
});

Deno.test("OwnKeys.list() finds a key that no lane can have put, and says its name", async () => {
  for (const length of [9, 90]) {
    await withRig(async (rig) => {
      const stranger = "s".repeat(length - 1) + "!";
      rig.store.lies = {
        page: (page) => ({
          ...page,
          entries: page.entries.flatMap((one) =>
            one.key.endsWith("3")
              ? [one, { key: `${one.key}${stranger}`, sizeBytes: 1 }]
              : [one]
          ),
        }),
      };
      await listTwenty(rig);
      const stranger32 = 0xffff_ffff;
      assertEquals(
        new Set(classesOf(rig)),
        new Set([`foreign list ${stranger32}`]),
      );
      const [found] = rig.found;
      const shown = found?.foundSample.subarray(
        0,
        (found?.badBytes ?? 0) - (found?.sampleByte ?? 0),
      );
      const text = new TextDecoder().decode(shown);
      assertEquals([text.at(-1), text.length <= 64], ["!", true]);
    });
  }
});

Deno.test("OwnKeys.list() finds a deleted key that is listed again", async () => {
  await withRig(async (rig) => {
    rig.states.acknowledge(2, rig.states.issue(2, "delete"));
    await listTwenty(rig);
    assertEquals(new Set(classesOf(rig)), new Set(["stale list 2"]));
  });
});

Deno.test("OwnKeys.list() judges nothing beyond the end of a page", async () => {
  using core = loadCore();
  const rig = makeRig({
    stamp: core.stamp,
    space: { keyCount: 10 },
    spec: { listLimit: 2 },
  });
  for (let index = 0; index < 10; index++) await putObject(rig.context, index);
  await listTwenty(rig);
  assertEquals(rig.found, []);
});

Deno.test("OwnKeys.list() asks a store that starts at prefixes for one that holds its keys", async () => {
  using core = loadCore();
  const { stamp } = core;
  const space = { keyCount: 250 };
  const all = makeRig({ stamp, space });
  for (let index = 0; index < 250; index++) await putObject(all.context, index);
  const rig = makeRig({
    ...{ stamp, space, rig: all },
    spec: { firstKey: 100, keyCount: 100, listLimit: 10 },
  });
  const asked: string[] = [];
  const list = rig.store.list.bind(rig.store);
  const client = Object.assign(rig.store, {
    startsAtPrefix: true,
    list: (request: Parameters<typeof list>[0]) => {
      asked.push(`${request.prefix} ${request.after}`);
      return list(request);
    },
  });
  const keys = new OwnKeys({ ...rig.context, client });
  for (let turn = 0; turn < 50; turn++) await keys.list();
  assertEquals(rig.found, []);
  assertEquals(asked.every((one) => /\d{9} $/.test(one)), true, asked[0]);
  assertEquals(rig.memory.get("keys_listed"), 500);
  rig.store.lies = { page: (page) => without(page, "7") };
  for (let turn = 0; turn < 50; turn++) await keys.list();
  assertEquals(rig.found.length, 50);
});
