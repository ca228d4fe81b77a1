/** The promises of cmd/judge.ts, and of runs that it judges again. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { S3Endpoint } from "../../backends/reference/mod.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

const PROFILE = `
name: race
steps:
  - { name: race, load: consistency, clients: 6, keys: 2, ops: 500 }
`;

async function writeProfile({ cwd }: RunPlaceForTest): Promise<string> {
  const path = `${cwd}/race.yaml`;
  await Deno.writeTextFile(path, PROFILE);
  return path;
}

function runFolder({ env }: RunPlaceForTest): string {
  const [name = ""] = [...Deno.readDirSync(env.STOR_VERIFY_RUNS)]
    .map((entry) => entry.name);
  return `${env.STOR_VERIFY_RUNS}/${name}`;
}

Deno.test("judge comes to what the run came to, for memory and a folder", async () => {
  for (const target of ["mem:", "file:"]) {
    await withRunPlace(async (place) => {
      const url = target === "mem:" ? target : `file://${place.cwd}/store`;
      const ran = await runCli(
        [
          "run",
          "--quiet",
          "--profile",
          await writeProfile(place),
          "--target",
          url,
        ],
        place,
      );
      assertEquals(ran.exit, 0, ran.out + ran.err);
      assertStringIncludes(ran.out, "linearizable promised");
      const judged = await runCli(["judge", "last"], place);
      assertEquals([judged.exit, judged.err], [0, ""]);
      assertStringIncludes(judged.out, "PASS  the promise was kept");
      const report = JSON.parse(
        await Deno.readTextFile(`${runFolder(place)}/report.json`),
      );
      const json = await runCli(["judge", "last", "--json"], place);
      const { histories } = JSON.parse(json.out);
      // What the store does not claim is known to the run alone.
      assertEquals(
        {
          ...histories[0].report,
          notAsked: report.consistency[0].report.notAsked,
        },
        report.consistency[0].report,
      );
      // What clients put was taken away again.
      if (target === "file:") {
        const left = [...Deno.readDirSync(place.cwd)].map(({ name }) => name);
        assert(!left.includes("store"), left.join());
      }
    });
  }
});

Deno.test("run and judge tell a store that lies from one that promises less", async () => {
  await withRunPlace(async (place) => {
    const lying = await runOnStale(place, "lying", "");
    assertEquals(lying.exit, 1, lying.out + lying.err);
    assertStringIncludes(lying.out, "less than linearizable as promised");
    assertStringIncludes(lying.out, "stale read of");
    assertStringIncludes(lying.out, "(request 0");
    const judged = await runCli(["judge", "last"], place);
    assertEquals(judged.exit, 1);
    assertStringIncludes(judged.out, "WRONG  the promise was not kept");
    const promise = "    consistency: eventual\n";
    const modest = await runOnStale(place, "modest", promise);
    assertEquals(modest.exit, 0, modest.out + modest.err);
    assertStringIncludes(modest.out, "stale read (allowed) of");
  });
});

/**
 * On an endpoint of its own: where the counting of the lie begins decides
 * whether the marker of the run itself is read stale, which ends it at once.
 */
async function runOnStale(place: RunPlaceForTest, name: string, more: string) {
  const folder = `${place.cwd}/${name}`;
  await Deno.mkdir(folder);
  await using endpoint = await S3Endpoint.start({
    folder,
    mutants: [{ name: "stale-read", after: 5, every: 3 }],
    limits: { partBytesMin: 1 },
  });
  const config = `${place.cwd}/targets.yaml`;
  const settings = Object.entries(endpoint.settings)
    .map(([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`);
  await Deno.writeTextFile(
    config,
    `targets:\n  store:\n    url: ${endpoint.targetUrl}/x\n` +
      `${settings.join("")}${more}`,
  );
  const profile = await writeProfile(place);
  const flags = ["--profile", profile, "--target", "store"];
  return await runCli(["run", "--quiet", "--config", config, ...flags], place);
}

Deno.test("judge refuses what is no history, in one sentence", async () => {
  await withRunPlace(async (place) => {
    await Deno.writeTextFile(`${place.cwd}/bad.jsonl`, '{"version": 7}\n');
    for (const name of ["bad.jsonl", "absent.jsonl", "last"]) {
      const end = await runCli(["judge", name], place);
      assertEquals([end.exit, end.out], [2, ""], name);
    }
    const flags = ["--target", "mem:", "--select", "object.get.*", "--quiet"];
    await runCli(["cases", "run", ...flags], place);
    const end = await runCli(["judge", "last"], place);
    assertStringIncludes(end.err, "has no history");
  });
});

Deno.test("judge judges a history that was cut off, and says so", async () => {
  await withRunPlace(async (place) => {
    const profile = await writeProfile(place);
    await runCli(
      ["run", "--quiet", "--profile", profile, "--target", "mem:"],
      place,
    );
    const path = `${runFolder(place)}/history-0-race.jsonl`;
    const text = await Deno.readTextFile(path);
    const cut = `${place.cwd}/cut.jsonl`;
    await Deno.writeTextFile(cut, text.slice(0, text.length / 2));
    const end = await runCli(["judge", cut], place);
    assertEquals([end.exit, end.err], [0, ""]);
    assertStringIncludes(end.out, "It has no end");
  });
});
