import { assertEquals } from "@std/assert";
import type { CrashDisk } from "../../../backends/crash/crash_disk.ts";
import {
  type CrashSubject,
  enumerateCuts,
} from "../../../backends/crash/subject.ts";

const OPTIONS = { seed: 1, statesMax: 10_000 };

/** Writes one file of three bytes and promises it. */
function oneFile(
  judge: (disk: CrashDisk, notes: readonly string[]) => string | null,
): CrashSubject {
  return {
    id: "one-file",
    promise: "It is there",
    async work(disk) {
      const file = await disk.core.openFile("/a", {
        create: true,
        direct: false,
      });
      await file.append(Uint8Array.of(1, 2, 3));
      await file.sync();
      await disk.core.pathSync("/");
      disk.note("done");
    },
    judge: (disk, notes) => Promise.resolve(judge(disk, notes)),
  };
}

Deno.test("enumerateCuts() finds the shortest state that breaks a promise", async () => {
  const outcome = await enumerateCuts(
    oneFile((disk) => disk.image().has("/a") ? null : "It is gone"),
    OPTIONS,
  );
  assertEquals(outcome.shortest, {
    state: "0.0",
    lost: "nothing",
    sentence: "It is gone",
    events: 0,
  });
  assertEquals(outcome.violations < outcome.states, true);
});

Deno.test("enumerateCuts() finds a recovery that changes what it had left", async () => {
  const outcome = await enumerateCuts(
    oneFile((disk, notes) => {
      if (notes.length > 0) {
        void disk.files.makeFolder(`/x${disk.image().size}`);
      }
      return null;
    }),
    OPTIONS,
  );
  assertEquals(
    outcome.shortest?.sentence,
    "A second recovery changed what the first had left",
  );
});

Deno.test("enumerateCuts() looks at no more states than it may", async () => {
  const outcome = await enumerateCuts(oneFile(() => null), {
    ...OPTIONS,
    statesMax: 3,
  });
  assertEquals(outcome.states, 3);
});
