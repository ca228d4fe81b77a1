import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, loadCore, type SpaceSpec } from "../../ffi/mod.ts";
import { spaceFlags, type SpaceKind } from "../../ffi/space.ts";
import { laneSpec, openMemory, runLane, spaceSpec } from "./core_fixture.ts";
import { headerNumber } from "./header_facts.ts";

async function withFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function flagsOf(kind: SpaceKind, over: Partial<SpaceSpec> = {}): number {
  const spec = spaceSpec({ mode: "open", ...over });
  return spaceFlags({ spec, kind, paths: ["a"], objectIds: [9n] });
}

Deno.test("spaceFlags() are the header's", () => {
  const flag = (name: string) => headerNumber(`SV_SPACE_${name}`);
  assertEquals(flagsOf("files"), 0);
  assertEquals(flagsOf("direct"), flag("DIRECT"));
  assertEquals(flagsOf("device"), flag("DEVICE") | flag("DIRECT"));
  assertEquals(flagsOf("memory"), flag("MEMORY"));
  assertEquals(flagsOf("null"), flag("NULL"));
  assertEquals(flagsOf("files", { mode: "create" }), flag("CREATE"));
  assertEquals(flagsOf("files", { mode: "recover" }), flag("RECOVER"));
  assertEquals(flagsOf("files", { readOnly: true }), flag("READ_ONLY"));
  assertEquals(flagsOf("files", { allocate: true }), flag("ALLOCATE"));
  assertEquals(flagsOf("files", { dsync: true }), flag("DSYNC"));
});

Deno.test("spaceFlags() make nothing of a device or of memory", () => {
  const made = { mode: "create", allocate: true } as const; // as its own type
  for (const kind of ["device", "memory", "null"] as const) {
    assertEquals(flagsOf(kind, made), flagsOf(kind));
  }
});

Deno.test("openSpace() makes files, and a recovered space judges them", async () => {
  using core = loadCore();
  await withFolder(async (folder) => {
    const files = ["a", "b c"].map((name, n) => ({
      name,
      objectId: BigInt(n + 1),
    }));
    const spec = spaceSpec({ files, oraclePath: `${folder}/oracle` });
    const paths = files.map(({ name }) => `${folder}/${name}`);
    const objectIds = files.map(({ objectId }) => objectId);
    const both = { regionUnits: 128, limitOps: 128 };
    const request = { spec, paths, objectIds, kind: "files" } as const;
    const space = await core.openSpace(request);
    await runLane(space, laneSpec(both));
    assertEquals(space.facts().unitsWritten, 128);
    await space.sync();
    await space.close();
    const again = await core.openSpace({
      ...request,
      spec: { ...spec, mode: "recover", readOnly: true },
    });
    const lane = laneSpec({ ...both, readPermille: 1000 });
    const { counters } = await runLane(again, lane);
    assertEquals([counters.unitsCompared, counters.unitsBad], [128, 0]);
    again.close();
  });
});

Deno.test("openSpace() names the file that failed and leaves none behind", async () => {
  using core = loadCore();
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/b`, "mine");
    const files = ["a", "b"].map((name) => ({ name, objectId: 1n }));
    const error = await assertRejects(
      () =>
        core.openSpace({
          spec: spaceSpec({ files }),
          paths: [`${folder}/a`, `${folder}/b`],
          objectIds: [1n, 1n],
          kind: "files",
        }),
      CoreError,
      `${folder}/b`,
    );
    assertEquals([error.statusName, error.failedFile], ["NOT_EMPTY", 1]);
    assertEquals([...Deno.readDirSync(folder)].map((e) => e.name), ["b"]);
    assertEquals(await Deno.readTextFile(`${folder}/b`), "mine");
  });
});

Deno.test("openSpace() refuses paths and names that do not match", async () => {
  using core = loadCore();
  const request = { spec: spaceSpec(), kind: "memory" } as const;
  const error = await assertRejects(
    () => core.openSpace({ ...request, paths: ["a"], objectIds: [] }),
    CoreError,
  );
  assertEquals(error.statusName, "LAYOUT");
  await assertRejects(
    () => core.openSpace({ ...request, paths: ["a\0b"], objectIds: [1n] }),
    CoreError,
    "NUL",
  );
});

Deno.test("CoreSpace.facts() tells what was written and what was not", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  await runLane(space, laneSpec({ limitOps: 10 }));
  assertEquals(space.facts(), {
    units: 64,
    unitsWritten: 10,
    unitsUnsettled: 0,
    generationMax: 1,
    mapInUse: space.facts().mapInUse,
  });
});

Deno.test("CoreSpace.sync() fails as the storage does, and never recovers", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  core.faults.arm("sync.eio:count=1");
  try {
    const error = await assertRejects(() => space.sync(), CoreError);
    assertEquals(error.statusName, "EIO");
  } finally {
    core.faults.clear();
  }
  await assertRejects(() => space.sync(), CoreError);
});

Deno.test("CoreSpace.close() refuses while lanes exist or a sync runs", async () => {
  using core = loadCore();
  const space = await openMemory(core);
  using gate = space.gate();
  const lane = space.lane(gate, laneSpec());
  await assertRejects(() => space.close(), CoreError);
  lane.close();
  const syncing = space.sync();
  await assertRejects(() => space.close(), CoreError, "synced");
  await syncing;
  await space.close();
  await space.close();
  assertThrows(() => space.facts(), CoreError, "the space is closed");
  await assertRejects(() => space.sync(), CoreError);
});

Deno.test("a null space moves no byte and still counts", async () => {
  using core = loadCore();
  await using space = await openMemory(core, {}, "null");
  const { counters } = await runLane(
    space,
    laneSpec({ io: "null", verify: false }),
  );
  assertEquals(counters.writeOps, 64);
});
