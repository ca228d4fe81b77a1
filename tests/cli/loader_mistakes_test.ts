/** Training data that cannot be, or is not what was written: as people see it. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

const READ = "{ name: train, load: loader, op: read }";
const WRITE = "{ name: prepare, load: loader, op: write }";

function profileOf(samples: string, steps: readonly string[]): string {
  const lines = steps.map((step) => `  - ${step}`);
  return ["name: t", `samples: ${samples}`, "steps:", ...lines, ""].join("\n");
}

async function run(
  { cwd, env }: RunPlaceForTest,
  profile: string,
  flags: readonly string[] = [],
) {
  await Deno.writeTextFile(`${cwd}/t.yaml`, profile);
  const target = ["--profile", "t.yaml", "--target", `file://${cwd}/x`];
  return await runCli(["run", ...target, ...flags], { cwd, env });
}

Deno.test("zero samples and a negative batch are told at once, before anything is made", async () => {
  await withRunPlace(async (place) => {
    const asked = "{ name: train, load: loader, op: read, batch: -3 }";
    const profile = profileOf("{ count: 0, size: 1KiB }", [WRITE, asked]);
    const { exit, err } = await run(place, profile);
    assertEquals(exit, 2);
    const expected = "expected a whole number from 1 to";
    assertStringIncludes(err, `samples.count: Cannot use 0: ${expected}`);
    assertStringIncludes(err, `steps[1].batch: Cannot use -3: ${expected}`);
    const names = [...Deno.readDirSync(place.cwd)].map(({ name }) => name);
    assertEquals(names.includes("x") || names.includes("runs"), false);
  });
});

Deno.test("a cache that holds no sample is refused with what would hold one", async () => {
  await withRunPlace(async (place) => {
    const asked = READ.replace(" }", ", cache: { size: 1KiB } }");
    const profile = profileOf("{ count: 9, size: 150KiB }", [WRITE, asked]);
    const { exit, err } = await run(place, profile);
    assertEquals(exit, 2);
    assertStringIncludes(
      err,
      "steps[1].cache.size: Cannot cache samples: 1024",
    );
    assertStringIncludes(err, "give 160792 or more");
  });
});

/** Writes samples, damages the first file, and judges them again. */
async function judgeDamaged(
  format: string,
  damage: (bytes: Uint8Array) => Uint8Array,
) {
  let judged: Awaited<ReturnType<typeof runCli>> | undefined;
  await withRunPlace(async (place) => {
    const samples = `{ count: 8, size: 5KiB, format: ${format} }`;
    const { exit, err } = await run(
      place,
      profileOf(samples, [WRITE, READ]),
      ["--keep"],
    );
    assertEquals(exit, 0, err);
    const [file] = filesBelow(`${place.cwd}/x`).sort();
    if (file === undefined) throw new TypeError("No sample was written");
    await Deno.writeFile(file, damage(await Deno.readFile(file)));
    const { cwd, env } = place;
    judged = await runCli(["verify", "last", "--json", "-"], { cwd, env });
  });
  if (judged === undefined) throw new TypeError("Nothing was judged");
  const report = loadReport(judged.out);
  return {
    exit: judged.exit,
    classes: report.findings.map((one) => one.class),
  };
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    name.startsWith(".")
      ? []
      : isDirectory
      ? filesBelow(`${folder}/${name}`)
      : [`${folder}/${name}`]
  );
}

Deno.test("a truncated sample is a finding, and the others are judged", async () => {
  const judged = await judgeDamaged("npy", (bytes) => bytes.slice(0, 100));
  assertEquals([judged.exit, judged.classes], [1, ["truncated"]]);
});

Deno.test("a shard with a wrong sum is a finding of the sample that has it", async () => {
  // Behind the length of the first record stands the sum of that length.
  const judged = await judgeDamaged("tfrecord", (bytes) => {
    bytes[9] = (bytes[9] ?? 0) ^ 1;
    return bytes;
  });
  assertEquals([judged.exit, judged.classes], [1, ["bit rot"]]);
});
