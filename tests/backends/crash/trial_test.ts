import { assertEquals } from "@std/assert";
import { putSubject } from "../../../backends/crash/put_subject.ts";
import {
  stateOf,
  subjectTrial,
  tryCuts,
} from "../../../backends/crash/trial.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { memoryPlace } from "./_run_place.ts";

Deno.test("subjectTrial() tries its subject, and makes any state again", async () => {
  using core = loadCore();
  const trial = subjectTrial(
    putSubject({ id: "s", promise: "p", method: "put", isHasty: true }),
    { isBug: true },
  );
  const prepared = await trial.prepare(memoryPlace(core));
  const { shortest, states, subject } = await tryCuts(trial, prepared, {
    statesMax: 200,
  });
  assertEquals([subject, states, trial.isBug], ["s", 200, true]);
  const state = stateOf(prepared, shortest?.state ?? "");
  if (state === undefined) throw new Error("No state breaks it");
  assertEquals(await prepared.judge(state), shortest?.sentence);
  assertEquals(stateOf(prepared, "no"), undefined);
});
