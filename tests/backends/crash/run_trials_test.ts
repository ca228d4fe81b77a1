import { assertEquals, assertRejects } from "@std/assert";
import { RUN_LIES, RUN_TRIALS } from "../../../backends/crash/run_trials.ts";
import { stateOf, tryCuts } from "../../../backends/crash/trial.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { memoryPlace, withFolderPlace } from "./_run_place.ts";

const OPTIONS = { statesMax: 4000 };

for (const trial of RUN_TRIALS) {
  Deno.test(`${trial.id}: every state is legal, on files of a folder`, async () => {
    using core = loadCore();
    await withFolderPlace(core, async (place) => {
      const outcome = await tryCuts(trial, await trial.prepare(place), OPTIONS);
      assertEquals(outcome.shortest, null, `seed ${place.seed}`);
      assertEquals(outcome.states >= 2000, true, `${outcome.states}`);
    });
  });
}

for (const lie of RUN_LIES) {
  Deno.test(`${lie.id} is found, and the seed alone finds it again`, async () => {
    using core = loadCore();
    const place = memoryPlace(core);
    const outcome = await tryCuts(lie, await lie.prepare(place), OPTIONS);
    const { shortest } = outcome;
    const again = await lie.prepare(memoryPlace(core));
    const state = stateOf(again, shortest?.state ?? "");
    if (state === undefined) throw new Error("No state shows the lie");
    assertEquals(await again.judge(state), shortest?.sentence);
  });
}

Deno.test("a recorded run is tried in the place of a new one", async () => {
  using core = loadCore();
  const [, beside] = RUN_TRIALS;
  if (beside === undefined) throw new Error("There is no second run");
  const { cuts, recorded } = await beside.prepare(memoryPlace(core));
  if (recorded === undefined) throw new Error("The run was not recorded");
  const again = await beside.prepare({ ...memoryPlace(core), recorded });
  assertEquals(again.cuts, cuts);
});

Deno.test("a run whose file is not what its log leads to is no trial", async () => {
  using core = loadCore();
  const [run] = RUN_TRIALS;
  const place = memoryPlace(core);
  await assertRejects(
    () =>
      run?.prepare({
        ...place,
        run: {
          ...place.run,
          read: () => Promise.resolve(new Uint8Array(16 * 4096)),
        },
      }) ?? Promise.resolve(),
    RangeError,
    "Byte 0 of file 0",
  );
});
