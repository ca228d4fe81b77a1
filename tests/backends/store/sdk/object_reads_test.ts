import { assertEquals } from "@std/assert";
import {
  candidatesOf,
  getObject,
  getRange,
  headObject,
  judgeAbsent,
  judgeSize,
} from "../../../../backends/store/sdk/object_reads.ts";
import { putObject } from "../../../../backends/store/sdk/object_writes.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import { classesOf, makeRig, type Rig } from "./_memory_store.ts";

/** Keys 0 and 1 put, key 2 put and taken away behind our back. */
async function withRig(body: (rig: Rig) => Promise<void>) {
  using core = loadCore();
  const rig = makeRig({
    stamp: core.stamp,
    sizeBytes: (_, generation) => 9000 + generation * 1000,
  });
  for (const index of [0, 1, 2]) await putObject(rig.context, index);
  rig.store.objects.delete("p/sv-test/0000000002");
  await body(rig);
}

Deno.test("getObject() compares every byte of what was put", async () => {
  await withRig(async (rig) => {
    const { bytes, firstByteNs } = await getObject(rig.context, 1);
    assertEquals(bytes, 10_000);
    assertEquals(typeof firstByteNs, "number");
    const { unitsRead, unitsCompared, objectsCompared } = rig.memory
      .counters();
    assertEquals([unitsRead, unitsCompared, objectsCompared], [3, 3, 1]);
    assertEquals(rig.found, []);
  });
});

Deno.test("getObject() finds a lost object, and none that never was", async () => {
  await withRig(async (rig) => {
    assertEquals((await getObject(rig.context, 3)).bytes, 0);
    assertEquals(rig.found, []);
    assertEquals(rig.memory.get("objects_absent"), 1);
    await getObject(rig.context, 2);
    assertEquals(classesOf(rig), ["lost get 2"]);
    const { objectsMissing, unitsBad } = rig.memory.counters();
    assertEquals([objectsMissing, unitsBad], [1, 1]);
    assertEquals(rig.found[0]?.badBytes, 4096);
  });
});

Deno.test("getObject() names what is wrong with a body", async () => {
  await withRig(async (rig) => {
    const other = rig.store.objects.get("p/sv-test/0000000000");
    const lies: [string, (bytes: Uint8Array) => Uint8Array][] = [
      ["bit rot get 1", (bytes) => {
        bytes[5000] = (bytes[5000] ?? 0) ^ 4;
        return bytes;
      }],
      ["truncated get 1", (bytes) => bytes.subarray(0, 8192)],
      ["cross-object get 1", () => other ?? new Uint8Array()],
      ["zeroed get 1", (bytes) => new Uint8Array(bytes.length)],
    ];
    for (const [expected, body] of lies) {
      rig.found.length = 0;
      rig.store.lies = { body };
      await getObject(rig.context, 1);
      assertEquals(classesOf(rig)[0], expected);
    }
    rig.store.lies = {};
    rig.found.length = 0;
    await getObject(rig.context, 1);
    assertEquals(rig.found, []);
  });
});

Deno.test("getObject() finds bytes beyond the end", async () => {
  await withRig(async (rig) => {
    rig.store.lies = {
      body: (bytes) => {
        const longer = new Uint8Array(bytes.length + 100);
        longer.set(bytes);
        return longer;
      },
    };
    await getObject(rig.context, 0);
    assertEquals(classesOf(rig)[0], "foreign get 0");
    assertEquals(rig.found[0]?.offsetBytes, 10_100);
  });
});

Deno.test("getObject() finds the generation before, as lost", async () => {
  await withRig(async (rig) => {
    rig.store.lies = { forget: (call) => call === "put" };
    await putObject(rig.context, 0);
    await getObject(rig.context, 0);
    // Another size, and the bytes of a write that was lost.
    assertEquals(classesOf(rig)[0], "truncated get 0");
    assertEquals(classesOf(rig).includes("lost get 0"), true);
  });
});

Deno.test("getObject() only counts with verification off", async () => {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp, spec: { verify: false } });
  await putObject(rig.context, 0);
  rig.store.lies = { body: (bytes) => bytes.fill(0) };
  await getObject(rig.context, 0);
  const { unitsUnchecked, unitsCompared } = rig.memory.counters();
  assertEquals([unitsUnchecked, unitsCompared, rig.found.length], [3, 0, 0]);
});

Deno.test("getRange() reads inside the object and judges where it read", async () => {
  await withRig(async (rig) => {
    let bytes = 0;
    for (let turn = 0; turn < 30; turn++) {
      bytes += (await getRange(rig.context, 0)).bytes;
    }
    assertEquals(rig.found, []);
    assertEquals(bytes > 30 * 1000 && bytes <= 30 * 4096, true);
    rig.store.lies = { body: (whole) => whole.fill(0, 4096, 8192) };
    for (let turn = 0; turn < 30; turn++) await getRange(rig.context, 0);
    assertEquals(new Set(classesOf(rig)), new Set(["zeroed range 0"]));
    assertEquals(rig.found[0]?.unit, 1);
  });
});

Deno.test("getRange() of a key that never was is an absent object", async () => {
  await withRig(async (rig) => {
    assertEquals((await getRange(rig.context, 3)).bytes, 0);
    assertEquals(rig.found, []);
  });
});

Deno.test("getRange() may be beyond an empty object, and no other", async () => {
  using core = loadCore();
  const empty = makeRig({ stamp: core.stamp, sizeBytes: () => 0 });
  await putObject(empty.context, 0);
  empty.store.lies = { fail: () => "HTTP_RANGE" };
  await getRange(empty.context, 0);
  assertEquals(empty.found, []);
  await withRig(async (rig) => {
    rig.store.lies = { fail: () => "HTTP_RANGE" };
    await getRange(rig.context, 0);
    assertEquals(classesOf(rig), ["truncated range 0"]);
  });
});

Deno.test("headObject() judges the size and the absence", async () => {
  await withRig(async (rig) => {
    await headObject(rig.context, 0);
    await headObject(rig.context, 3);
    assertEquals(rig.found, []);
    await headObject(rig.context, 2);
    rig.store.lies = { size: (sizeBytes) => sizeBytes - 1 };
    await headObject(rig.context, 0);
    assertEquals(classesOf(rig), ["lost head 2", "truncated head 0"]);
  });
});

Deno.test("judgeSize() calls an object stale that was deleted, else foreign", async () => {
  await withRig((rig) => {
    const sizeBytes = 5;
    const gone = [{ generation: 2, isAbsent: true }];
    const never = [{ generation: 0, isAbsent: true }];
    judgeSize(rig.context, { op: "head", index: 0, legal: gone, sizeBytes });
    judgeSize(rig.context, { op: "head", index: 3, legal: never, sizeBytes });
    assertEquals(classesOf(rig), ["stale head 0", "foreign head 3"]);
    return Promise.resolve();
  });
});

Deno.test("judgeAbsent() counts as ambiguous what only may be absent", async () => {
  await withRig((rig) => {
    const legal = [
      { generation: 1, isAbsent: false },
      { generation: 2, isAbsent: true },
    ];
    rig.context.states.issue(0, "delete");
    judgeAbsent(rig.context, { op: "get", index: 0, legal });
    assertEquals([rig.found.length, rig.memory.get("units_ambiguous")], [0, 1]);
    rig.context.busy.add(0);
    judgeAbsent(rig.context, { op: "get", index: 0, legal });
    assertEquals(rig.memory.get("units_ambiguous"), 1);
    assertEquals(rig.memory.get("units_overlapped"), 1);
    return Promise.resolve();
  });
});

Deno.test("candidatesOf() has objects alone, newest first", async () => {
  await withRig((rig) => {
    const legal = [
      { generation: 1, isAbsent: false },
      { generation: 2, isAbsent: true },
      { generation: 3, isAbsent: false },
    ];
    assertEquals(candidatesOf(rig.context, 0, legal), [
      { generation: 3, sizeBytes: 12_000 },
      { generation: 1, sizeBytes: 10_000 },
    ]);
    return Promise.resolve();
  });
});
