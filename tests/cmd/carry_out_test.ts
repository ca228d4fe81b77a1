/** The promises of cmd/carry_out.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli, testContext } from "../_support/cli.ts";
import { WriteFailed } from "../../cmd/context.ts";
import { main } from "../../cmd/mod.ts";
import { withRunPlace } from "../_support/short_profile.ts";

function entries(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("carryOut() forgets a run that could not begin", async () => {
  await withRunPlace(async (place) => {
    await Deno.mkdir(`${place.cwd}/x/foreign`, { recursive: true });
    const end = await runCli(["run", ...place.flags], place);
    assertEquals(end.exit, 3);
    assertEquals(entries(place.env.STOR_VERIFY_RUNS), []);
  });
});

Deno.test("carryOut() keeps plan and state before the first byte is written", async () => {
  await withRunPlace(async (place) => {
    const context = testContext(place);
    // The last thing before the lanes is the display's first line.
    const states: unknown[] = [];
    const write = context.stdout.write;
    context.stdout.write = (text) => {
      const runs = place.env.STOR_VERIFY_RUNS;
      const [runId = ""] = entries(runs);
      const stateText = Deno.readTextFileSync(`${runs}/${runId}/run.json`);
      states.push(JSON.parse(stateText).state);
      write(text);
    };
    const exit = await main(["run", ...place.flags], context);
    assertEquals(exit, 0, context.err());
    assertEquals([states[0], states.at(-1)], ["running", "complete"]);
  });
});

Deno.test("carryOut() tells the bug, not what could not be released after it", async () => {
  await withRunPlace(async (place) => {
    const context = testContext(place);
    context.stdout.write = () => {
      const runs = place.env.STOR_VERIFY_RUNS;
      for (const id of entries(runs)) {
        Deno.removeSync(`${runs}/${id}`, { recursive: true });
      }
      throw new TypeError("oops");
    };
    const exit = await main(["run", ...place.flags], context);
    assertEquals(exit, 70, context.err());
    assertStringIncludes(context.err(), "oops");
  });
});

Deno.test("carryOut() removes the oracle with the files it knows", async () => {
  await withRunPlace(async (place) => {
    const oracles = () => {
      const runs = place.env.STOR_VERIFY_RUNS;
      return entries(runs).flatMap((id) => entries(`${runs}/${id}`))
        .filter((name) => name.endsWith(".oracle"));
    };
    await runCli(["run", "--keep", "--quiet", ...place.flags], place);
    assertEquals(oracles(), ["0.oracle"]);
    await runCli(["clean", "last"], place);
    assertEquals(oracles(), []);
  });
});

Deno.test("carryOut() calls no byte right that was not compared", async () => {
  await withRunPlace(async (place) => {
    const path = `${place.cwd}/fill.yaml`;
    await Deno.writeTextFile(
      path,
      "name: fill\nsize: 1MiB\nsteps:\n  - { name: a, load: block, " +
        "op: write, blockSize: 64KiB, total: 1MiB, verify: never }\n",
    );
    const flags = ["--profile", path, "--target", `file://${place.cwd}/x`];
    const end = await runCli(["run", ...flags], place);
    assertEquals(end.exit, 0, end.err);
    assertStringIncludes(
      end.out,
      "deleted  the run's files: nothing was to be",
    );
    const inMemory = await runCli([
      "run",
      "--target",
      "mem:",
      ...flags.slice(0, 2),
    ], place);
    assertEquals(inMemory.exit, 0, inMemory.err);
    assertEquals(inMemory.out.includes("deleted"), false, inMemory.out);
  });
});

Deno.test("carryOut() hides no findings behind a closed pipe or an unsaved report", async () => {
  await withRunPlace(async (place) => {
    const fault = "write.lost:after=5:count=1";
    const faulty = ["run", "--quiet", "--fault", fault];
    const closed = { ...place, pipeClosesAfter: 0 };
    const end = await runCli([...faulty, ...place.flags], closed);
    assertEquals([end.exit, end.out], [1, ""]);
    const again = await runCli(["verify", "last", "--quiet"], closed);
    assertEquals([again.exit, again.out], [1, ""]);
    await runCli(["clean", "last"], place);
    const folder = `${place.cwd}/folder`;
    await Deno.mkdir(folder);
    const context = testContext(place);
    const write = context.stdout.write.bind(context.stdout);
    // It goes while the run is under way: there was no mistake to see before.
    context.stdout.write = (text) => {
      if (entries(place.cwd).includes("folder")) Deno.removeSync(folder);
      write(text);
    };
    const unsaved = await main([
      ...["run", "--fault", fault, "--json", `${folder}/report`],
      ...place.flags,
    ], context);
    assertEquals(unsaved, 1, context.err());
    assertStringIncludes(context.err(), "Cannot save ");
  });
});

Deno.test("carryOut() ends a run whose log has no room, and keeps its report", async () => {
  await withRunPlace(async (place) => {
    const context = testContext(place);
    context.stdout.write = () => {
      throw new WriteFailed("write the output", new Error("no room"));
    };
    const exit = await main(["run", ...place.flags], context);
    assertEquals(exit, 3);
    const said = "stor-verify: Cannot write the output: no room\n";
    assertEquals(context.err(), said);
    const report = await runCli(["report", "last"], place);
    assertStringIncludes(report.out, "PASS");
  });
});
