import { assert, assertEquals, assertRejects } from "@std/assert";
import { parseProfile } from "../../engine/mod.ts";
import { silentRun, whileWatched } from "../../cmd/silent_run.ts";
import { chooseTargets } from "../../cmd/choose_targets.ts";
import { testContext } from "../_support/cli.ts";

const PROFILE = `name: tiny
steps:
  - {name: fill, load: block, op: write, blockSize: 64KiB, total: 1MiB}
  - {name: back, load: block, op: read, blockSize: 64KiB, total: 1MiB}
objectives: [back.read.max <= 1ns]
`;

Deno.test("silentRun() prints nothing and leaves the place free, also after a miss", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    const context = testContext({ cwd });
    const args = {
      positionals: [],
      has: (name: string) => name === "json",
      text: (name: string) => ({ json: "-", runs: `${cwd}/runs` })[name],
      texts: () => [],
    };
    const selection = {
      profile: parseProfile(PROFILE, { source: "tiny.yaml" }),
      targets: chooseTargets([`file://${cwd}/t`], { table: new Map(), cwd }),
    };
    for (const _ of [1, 2]) {
      const { exit, report } = await silentRun(context, args, selection);
      assertEquals([exit, report.verdict.outcome], [5, "objective missed"]);
    }
    assertEquals(context.out() + context.err(), "");
    assertEquals([...Deno.readDirSync(`${cwd}/runs`)].length, 2);
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(left, ["runs"]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("whileWatched() hears signals inside, and nobody's after", async () => {
  const context = testContext();
  const heard = await whileWatched(context, (watched) => {
    const before = watched.isInterrupted;
    context.send("SIGINT");
    return Promise.resolve([before, watched.isInterrupted]);
  });
  assertEquals(heard, [false, true]);
  assertEquals(context.send("SIGINT"), 0);
  await assertRejects(
    () => whileWatched(context, () => Promise.reject(new Error("Broken"))),
    Error,
    "Broken",
  );
  assert(context.send("SIGINT") === 0);
});
