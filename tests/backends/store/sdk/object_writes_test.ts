import { assertEquals, assertRejects } from "@std/assert";
import {
  deleteObject,
  putObject,
  uploadObject,
} from "../../../../backends/store/sdk/object_writes.ts";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import { makeRig, type Rig, type RigOptions } from "./_memory_store.ts";

const KEY = "p/sv-test/0000000000";

async function withRig(
  body: (rig: Rig) => Promise<void>,
  options: Omit<RigOptions, "stamp"> = {},
) {
  using core = loadCore();
  await body(makeRig({ stamp: core.stamp, ...options }));
}

Deno.test("putObject() notes the put before it is sent and settles it after", async () => {
  await withRig(async (rig) => {
    const seen: number[] = [];
    rig.store.lies = {
      fail: () => {
        seen.push(rig.states.issued(0), rig.states.acknowledged(0));
        return undefined;
      },
    };
    assertEquals(await putObject(rig.context, 0), { bytes: 10_000 });
    assertEquals(seen, [1, 0]);
    assertEquals(rig.states.acknowledged(0), 1);
    assertEquals(rig.memory.get("units_written"), 3);
  });
});

Deno.test("putObject() leaves a put unsettled whose outcome is unknown", async () => {
  await withRig(async (rig) => {
    rig.store.lies = { failLate: () => "HTTP_RESET" };
    await assertRejects(() => putObject(rig.context, 0), ClientFailure);
    assertEquals(rig.states.isUnsettled(0), true);
    assertEquals(rig.memory.get("writes_ambiguous"), 3);
  });
});

Deno.test("putObject() takes back a put that was refused", async () => {
  await withRig(async (rig) => {
    rig.store.lies = { fail: () => "HTTP_DENIED" };
    await assertRejects(() => putObject(rig.context, 0), ClientFailure);
    assertEquals([rig.states.issued(0), rig.states.isUnsettled(0)], [0, false]);
  });
});

Deno.test("putObject() stays unsettled when only the last of its attempts was refused", async () => {
  await withRig(async (rig) => {
    let turn = 0;
    rig.store.lies = {
      fail: () => turn++ === 0 ? "HTTP_RESET" : "HTTP_PRECONDITION",
    };
    await assertRejects(() => putObject(rig.context, 0), ClientFailure);
    assertEquals(rig.states.isUnsettled(0), true);
  }, { spec: { attemptsMax: 3 } });
});

Deno.test("putObject() sends large objects in parts", async () => {
  await withRig(async (rig) => {
    await putObject(rig.context, 0);
    assertEquals(rig.store.calls, [
      ...["upload", "part 1", "part 2", "part 3", "complete"],
    ]);
    assertEquals(rig.store.objects.get(KEY)?.length, 10_000);
    assertEquals(rig.states.facts(() => 0).uploadsOpen, 0);
  }, { space: { partBytes: 4096, multipartFromBytes: 10_000 } });
});

Deno.test("uploadObject() aborts when a part fails, and nothing has changed", async () => {
  await withRig(async (rig) => {
    rig.store.lies = {
      fail: (call) => call === "part 2" ? "HTTP_SERVER" : undefined,
    };
    await assertRejects(() => uploadObject(rig.context, 0), ClientFailure);
    assertEquals(rig.store.calls.at(-1), "abort");
    assertEquals(rig.states.isUnsettled(0), false);
    assertEquals(rig.memory.get("uploads_aborted"), 1);
    assertEquals([rig.store.uploads.size, rig.store.objects.size], [0, 0]);
  }, { space: { partBytes: 4096 }, spec: { partDepth: 3 } });
});

Deno.test("uploadObject() remembers an upload that it cannot abort", async () => {
  await withRig(async (rig) => {
    rig.store.lies = {
      fail: (call) =>
        call === "part 1" || call === "abort" ? "HTTP_SERVER" : undefined,
    };
    await assertRejects(() => uploadObject(rig.context, 0), ClientFailure);
    assertEquals(rig.states.facts(() => 0).uploadsOpen, 1);
  });
});

Deno.test("uploadObject() does not know how a completion ended that broke", async () => {
  await withRig(async (rig) => {
    rig.store.lies = {
      failLate: (call) => call === "complete" ? "HTTP_TIMEOUT" : undefined,
    };
    await assertRejects(() => uploadObject(rig.context, 0), ClientFailure);
    assertEquals(rig.states.isUnsettled(0), true);
  });
});

Deno.test("deleteObject() makes the key absent", async () => {
  await withRig(async (rig) => {
    await putObject(rig.context, 0);
    assertEquals(await deleteObject(rig.context, 0), { bytes: 0 });
    assertEquals([rig.states.isLive(0), rig.store.objects.size], [false, 0]);
  });
});
