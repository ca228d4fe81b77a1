import { assertEquals, assertRejects } from "@std/assert";
import { CoreError, FLOOR_RANGE_NUMBERS, loadCore } from "../../ffi/mod.ts";
import { laneSpec, runLane, spaceSpec } from "./core_fixture.ts";

async function withFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const RANGES = BigUint64Array.of(0n, 64n, 1n, 5n, 2n, 2n);

Deno.test("createFloor() makes an oracle that asks for what it was told", async () => {
  using core = loadCore();
  await withFolder(async (folder) => {
    const spec = spaceSpec();
    const place = { paths: [`${folder}/a`], objectIds: [9n], kind: "files" };
    const request = { ...place, kind: "files" } as const; // as its own type
    const made = await core.openSpace({ ...request, spec });
    await runLane(made, laneSpec());
    await made.close();
    const oraclePath = `${folder}/floor`;
    {
      using floor = await core.createFloor({ ...spec, oraclePath });
      await floor.raise(RANGES);
    }
    const judged = spaceSpec({ oraclePath, mode: "recover", readOnly: true });
    await using space = await core.openSpace({ ...request, spec: judged });
    const { findings } = await runLane(space, laneSpec({ readPermille: 1000 }));
    assertEquals(
      findings.map(({ unit, class: word }) => [unit, word]),
      [[5, "lost"], [6, "lost"]],
    );
    assertEquals(space.facts().generationMax, 2);
  });
});

Deno.test("a floor refuses units beyond its space, and an oracle that is there", async () => {
  using core = loadCore();
  await withFolder(async (folder) => {
    const spec = { ...spaceSpec(), oraclePath: `${folder}/floor` };
    const floor = await core.createFloor(spec);
    const error = await assertRejects(
      () => floor.raise(BigUint64Array.of(64n, 1n, 1n)),
      CoreError,
    );
    assertEquals(error.statusName, "BOUND");
    const again = await assertRejects(() => core.createFloor(spec), CoreError);
    assertEquals(again.statusName, "NOT_EMPTY");
    floor.close();
    floor.close();
    await assertRejects(() => floor.raise(RANGES), CoreError, "closed");
  });
});

Deno.test("FLOOR_RANGE_NUMBERS is what a range has in RANGES", () => {
  assertEquals(RANGES.length % FLOOR_RANGE_NUMBERS, 0);
});
