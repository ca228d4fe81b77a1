import { assert, assertEquals } from "@std/assert";
import { bulkRuns, cleanRuns } from "../../../cmd/prove/clean_runs.ts";
import { withBench } from "./_bench.ts";

Deno.test("bulkRuns() compare at least what is asked, and accuse nothing", async () => {
  await withBench("mem", async (bench) => {
    const runs = await bulkRuns(bench, {
      asked: 20_000,
      before: [],
      seed: "42",
    });
    const compared = runs.reduce((sum, run) => sum + run.comparedUnits, 0);
    assert(compared >= 20_000, `${compared}`);
    assertEquals(runs.map(({ accused }) => accused), runs.map(() => 0));
    const enough = { asked: 20_000, before: runs, seed: "42" };
    assertEquals(await bulkRuns(bench, enough), []);
  });
});

Deno.test("a clean run over storage that is wrong tells a false alarm", async () => {
  await withBench("mem", async (bench) => {
    bench.wiring.core.faults.arm("read.bitflip:after=50:count=1");
    const [run] = await bulkRuns(bench, { asked: 1000, before: [], seed: "4" });
    assertEquals([run?.accused, run?.isFailed], [1, false]);
    assert(run?.reason?.includes("bit rot"), run?.reason);
  });
});

Deno.test("cleanRuns() overwrite at random while they read, and read twice", async () => {
  await withBench("s3", async (bench) => {
    const runs = await cleanRuns(bench, "42");
    assertEquals(runs.map(({ accused }) => accused), [0, 0]);
    assert(runs.every(({ comparedUnits }) => comparedUnits > 200));
  });
});
