/** The promises of cmd/places.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { resolveTarget, StorageError } from "../../backends/mod.ts";
import {
  claimPlaces,
  placesOf,
  releasePlaces,
  resumePlaces,
} from "../../cmd/places.ts";
import { plan, plannedSpace, plannedTarget } from "../_support/plan_fixture.ts";

/** None of these places is a store. */
function backend(): never {
  throw new TypeError("Nobody should ask for a backend here");
}

function setUp(urls: readonly string[]) {
  const targets = urls.map((url) =>
    resolveTarget(url, new Map(), { cwd: "/" })
  );
  return {
    targets,
    plan: plan({
      targets: targets.map(({ name, url }) =>
        plannedTarget({
          name,
          url: url.text,
          space: plannedSpace({
            kind: url.scheme === "mem" ? "memory" : "directory",
          }),
        })
      ),
    }),
  };
}

async function withFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  await body(folder);
  await Deno.remove(folder, { recursive: true });
}

Deno.test("placesOf() has an oracle where something outlives the run", () => {
  const { plan, targets } = setUp(["file:///a", "mem:"]);
  assertEquals(
    placesOf(plan, targets).map(({ folder, oracle }) => [folder, oracle]),
    [["/a", "0.oracle"], [null, null]],
  );
});

Deno.test("claimPlaces() claims all targets or none", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/b`);
    await Deno.writeTextFile(`${folder}/b/precious`, "x");
    const { plan, targets } = setUp([
      `file://${folder}/a`,
      `file://${folder}/b`,
    ]);
    await assertRejects(
      () => claimPlaces({ backend, plan, targets, replace: true }),
      StorageError,
      "not empty and not ours",
    );
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["b"]);
    assertEquals([...Deno.readDirSync(`${folder}/b`)].length, 1);
  });
});

Deno.test("releasePlaces() deletes the run's files and nothing beside them", async () => {
  await withFolder(async (folder) => {
    const { plan, targets } = setUp([`file://${folder}/a`]);
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    await Deno.writeTextFile(`${folder}/a/sv-run-000.dat`, "ours");
    await Deno.writeTextFile(`${folder}/a/other`, "not ours");
    const released = await releasePlaces(claimed, {
      delete: true,
      state: "complete",
    });
    assertEquals(released.left, [`${folder}/a/other`]);
    assertEquals(released.places.map(({ kept }) => kept), [false]);
    assertEquals([...Deno.readDirSync(`${folder}/a`)].length, 1);
  });
});

Deno.test("resumePlaces() finds what a run kept, and only that run's", async () => {
  await withFolder(async (folder) => {
    const { plan, targets } = setUp([`file://${folder}/a`]);
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    const kept = await releasePlaces(claimed, {
      delete: false,
      state: "interrupted",
    });
    assertEquals(kept.places.map((place) => place.kept), [true]);
    const resumed = await resumePlaces({
      runId: plan.runId,
      places: kept.places,
    });
    await assertRejects(
      () => resumePlaces({ runId: "ffffffffffffffff", places: kept.places }),
      StorageError,
    );
    await releasePlaces(resumed, { delete: true, state: "complete" });
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("a run of cases claims its folder, and leaves nothing to judge", async () => {
  await withFolder(async (folder) => {
    const { plan: filled, targets } = setUp([`file://${folder}/a`]);
    const cases = filled.targets.map((each) => ({ ...each, space: null }));
    const plan = { ...filled, targets: cases };
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    assertEquals(claimed.places.map(({ oracle }) => oracle), [null]);
    assertEquals([...claimed.claims.keys()], targets.map(({ name }) => name));
    const released = await releasePlaces(claimed, {
      delete: false,
      state: "complete",
    });
    assertEquals(released.places.map(({ kept }) => kept), [false]);
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("releasePlaces() keeps nothing of a target where nothing was made", async () => {
  await withFolder(async (folder) => {
    const { plan, targets } = setUp([
      `file://${folder}/a`,
      `file://${folder}/b`,
    ]);
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    const [first] = targets;
    const released = await releasePlaces(claimed, {
      delete: false,
      state: "interrupted",
      unmade: new Set([first?.name ?? ""]),
    });
    assertEquals(released.places.map(({ kept }) => kept), [false, true]);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["b"]);
  });
});

Deno.test("claimPlaces() replaces nothing when one target refuses", async () => {
  await withFolder(async (folder) => {
    const { plan, targets } = setUp([
      `file://${folder}/a`,
      `file://${folder}/b`,
    ]);
    const old = await claimPlaces({ backend, plan, targets, replace: false });
    await Deno.writeTextFile(`${folder}/a/sv-run-000.dat`, "ours");
    await releasePlaces(old, { delete: false, state: "interrupted" });
    await Deno.remove(`${folder}/b`, { recursive: true });
    await Deno.mkdir(`${folder}/b`);
    await Deno.writeTextFile(`${folder}/b/precious`, "x");
    await assertRejects(
      () => claimPlaces({ backend, plan, targets, replace: true }),
      StorageError,
      "not empty and not ours",
    );
    assertEquals(await Deno.readTextFile(`${folder}/a/sv-run-000.dat`), "ours");
  });
});

Deno.test("releasePlaces() releases what it can when one place fails", async () => {
  await withFolder(async (folder) => {
    const { plan, targets } = setUp([
      `file://${folder}/a`,
      `file://${folder}/b`,
    ]);
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    await Deno.remove(`${folder}/a`, { recursive: true });
    const released = await releasePlaces(claimed, {
      delete: true,
      state: "complete",
    });
    assertEquals(released.places.map(({ kept }) => kept), [true, false]);
    assertEquals(released.failures.length, 1);
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("releasePlaces() keeps what an abandoned case may still use", async () => {
  await withFolder(async (folder) => {
    const { plan: filled, targets } = setUp([`file://${folder}/a`]);
    const cases = filled.targets.map((each) => ({ ...each, space: null }));
    const plan = { ...filled, targets: cases };
    const claimed = await claimPlaces({
      backend,
      plan,
      targets,
      replace: false,
    });
    const released = await releasePlaces(claimed, {
      delete: false,
      state: "interrupted",
      isAbandoned: true,
    });
    assertEquals(released.places.map(({ kept }) => kept), [true]);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["a"]);
    assertEquals([...Deno.readDirSync(`${folder}/a`)].length, 1);
  });
});
