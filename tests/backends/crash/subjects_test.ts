import { assertEquals } from "@std/assert";
import {
  CRASH_BUGS,
  CRASH_SUBJECTS,
  cutState,
  enumerateCuts,
  judgeState,
  workOf,
} from "../../../backends/crash/mod.ts";

const SEED = 20261121;

for (const subject of CRASH_SUBJECTS) {
  Deno.test(`${subject.id} survives every power cut`, async () => {
    const outcome = await enumerateCuts(subject, {
      seed: SEED,
      statesMax: 1000,
    });
    assertEquals(outcome.shortest, null, `seed ${SEED}`);
    assertEquals(outcome.states >= 500, true);
  });
}

for (const bug of CRASH_BUGS) {
  Deno.test(`${bug.id} is found, and its state breaks it again`, async () => {
    const { shortest } = await enumerateCuts(bug, {
      seed: SEED,
      statesMax: 1000,
    });
    const state = cutState(await workOf(bug, SEED), shortest?.state ?? "");
    if (state === undefined) throw new Error("No state broke the bug");
    assertEquals(await judgeState(bug, state), shortest?.sentence);
  });
}
