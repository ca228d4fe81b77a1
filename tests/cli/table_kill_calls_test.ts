/**
 * A writer that is killed at a call of its commits leaves what it acknowledged.
 * Here a few calls, with what they are; `deno task soak:table` has all of them.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { buildKiller, killCommit } from "../_support/kill_commit.ts";

/** Of two appends: the number of the call, and what it is. */
const KILLS = [
  { nth: 11, call: "pwrite /.stor-verify/", isHalf: true },
  { nth: 15, call: "renameat2 /_metadata%/manifest-1.svm" },
  { nth: 29, call: "renameat2 /_metadata%/manifest-2.svm" },
  { nth: 30, call: "fsync /_metadata%" },
] as const;

async function withKiller(
  body: (library: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-killer-" });
  try {
    await body(await buildKiller(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("A writer that is killed at a call of a commit leaves whole versions", async () => {
  await withKiller(async (library) => {
    for (const { call, ...kill } of KILLS) {
      const { calls, isKilled } = await killCommit({ library, ...kill });
      assertEquals([calls.length, isKilled], [kill.nth, true]);
      assertStringIncludes(calls.at(-1) ?? "", call);
    }
  });
});

Deno.test("A writer that acknowledges before it commits is caught", async () => {
  await withKiller(async (library) => {
    const kill = { library, nth: 29, isTooEarly: true };
    await assertRejects(() => killCommit(kill), Error, "and lost");
  });
});
