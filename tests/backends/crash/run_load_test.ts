import { assertEquals, assertRejects } from "@std/assert";
import { loadRun } from "../../../backends/crash/run_load.ts";
import { StorageError } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { memoryPlace, withFolderPlace } from "./_run_place.ts";

const ALONE = { lanes: 1, depth: 1 };

Deno.test("loadRun() does the same again for one lane and one seed", async () => {
  using core = loadCore();
  const once = async (seed: number) => {
    const { log } = await loadRun(memoryPlace(core).run, ALONE, seed);
    return log.records.map((record) => ({ ...record, timeNs: 0 }));
  };
  assertEquals(await once(5), await once(5));
  assertEquals((await once(5)).length === (await once(6)).length, false);
});

Deno.test("loadRun() has more under way where the shape says so", async () => {
  using core = loadCore();
  const shape = { lanes: 2, depth: 3 };
  const { log } = await loadRun(memoryPlace(core).run, shape, 5);
  assertEquals(new Set(log.records.map(({ lane }) => lane)).size, 2);
});

Deno.test("loadRun() reads its file at the end, and takes it away", async () => {
  using core = loadCore();
  await withFolderPlace(core, async ({ run }) => {
    const { files, log } = await loadRun(run, ALONE, 5);
    assertEquals(files[0]?.length, log.spec.fileBytes);
    const name = log.spec.files[0]?.name ?? "";
    await assertRejects(() => run.read(name), Deno.errors.NotFound);
  });
});

Deno.test("loadRun() takes the file away also when the lanes fail", async () => {
  using core = loadCore();
  const removed: string[] = [];
  const place = memoryPlace(core).run;
  core.faults.arm("submit.eio:after=9");
  await assertRejects(
    () =>
      loadRun(
        {
          ...place,
          remove: (name) => Promise.resolve(void removed.push(name)),
        },
        ALONE,
        5,
      ),
    StorageError,
    "lane 0 stopped",
  );
  core.faults.clear();
  assertEquals(removed.length, 1);
});
