/** The promises of cmd/run.ts. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("run passes on storage that keeps its bytes, and leaves none behind", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(["run", ...flags], { cwd, env });
    assertEquals([end.exit, end.err], [0, ""], end.out);
    assertStringIncludes(end.out, "PASS");
    assertEquals(namesIn(cwd), ["long.yaml", "runs", "short.yaml"]);
    const [runId = ""] = namesIn(`${cwd}/runs`);
    assertEquals(namesIn(`${cwd}/runs/${runId}`), [
      "latency.hlog",
      "plan.json",
      "recording.json",
      "report.json",
      "report.txt",
      "run.json",
    ]);
  });
});

Deno.test("run covers file, direct, memory and null in one go", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const targets = [`file://${cwd}/a`, `direct://${cwd}/b`, "mem:"]
      .flatMap((url) => ["--target", url]);
    const end = await runCli(
      ["run", "--profile", "short.yaml", "--quiet", ...targets],
      { cwd, env },
    );
    assertEquals([end.exit, end.err], [0, ""], end.out);
  });
});

Deno.test("run --json - prints JSON alone on stdout and text on stderr", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(["run", "--json", "-", ...flags], { cwd, env });
    assertEquals(end.exit, 0, end.err);
    assertEquals(loadReport(end.out).verdict.outcome, "pass");
    assertStringIncludes(end.err, "PASS");
  });
});

Deno.test("run --json FILE writes the report, and refuses a folder that is not there", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const good = await runCli(["run", "--json", "r.json", ...flags], {
      cwd,
      env,
    });
    assertEquals(good.exit, 0);
    const text = await Deno.readTextFile(`${cwd}/r.json`);
    assertEquals(loadReport(text).verdict.exit, 0);
    const bad = await runCli(["run", "--json", "no/r.json", ...flags], {
      cwd,
      env,
    });
    assertEquals([bad.exit, bad.out], [2, ""]);
    assertStringIncludes(bad.err, "is not a folder that exists");
  });
});

Deno.test("run finds a lost write, keeps the files and says how to go on", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(
      ["run", "--fault", "write.lost:after=5:count=1", ...flags],
      { cwd, env },
    );
    assertEquals(end.exit, 1, end.out);
    const armed = "FAULTS ARMED: write.lost:after=5:count=1";
    // The first line of all, and of the report.
    assertEquals(end.out.split("\n")[0], armed);
    assertStringIncludes(
      end.out,
      `\n${armed} reached 64 times, fired once\n`,
    );
    assertStringIncludes(end.out, "judge again with: stor-verify verify ");
    const again = await runCli(["verify", "--quiet", "last"], { cwd, env });
    assertEquals(again.exit, 1, again.out);
    // What is judged again was spoiled by us, not by the storage.
    assertEquals(again.out.split("\n")[0], `${armed} when it was written`);
    const rows = await runCli(["report", "--intervals", "last"], { cwd, env });
    assertStringIncludes(rows.out.split("\n")[0] ?? "", armed);
    const listed = (await runCli(["runs"], { cwd, env })).out;
    assertMatch(listed, /wrong +kept +faults armed/);
    assertEquals((await runCli(["clean", "last"], { cwd, env })).exit, 0);
    assertEquals(namesIn(cwd), ["long.yaml", "runs", "short.yaml"]);
  });
});

Deno.test("run names the storage's own failure and ends with 3", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(
      ["run", "--quiet", "--fault", "submit.enospc:after=20", ...flags],
      { cwd, env },
    );
    assertEquals(end.exit, 3, end.out);
    assertStringIncludes(end.out, "ENOSPC");
  });
});

Deno.test("run refuses a folder that is not empty and not ours", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    await Deno.mkdir(`${cwd}/x`);
    await Deno.writeTextFile(`${cwd}/x/precious`, "x");
    const end = await runCli(["run", "--replace", ...flags], { cwd, env });
    assertEquals([end.exit, end.out], [3, ""]);
    assertStringIncludes(end.err, 'it holds "precious"');
    assertEquals(namesIn(`${cwd}/x`), ["precious"]);
    assertEquals(namesIn(`${cwd}/runs`), []);
  });
});

Deno.test("run replaces the files of an earlier run only with --replace", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const kept = await runCli(["run", "--keep", ...flags], { cwd, env });
    assertEquals(kept.exit, 0, kept.out);
    assertStringIncludes(kept.out, `kept     file://${cwd}/x`);
    const refused = await runCli(["run", ...flags], { cwd, env });
    assertEquals(refused.exit, 3);
    assertStringIncludes(refused.err, "or give --replace to delete them");
    const replaced = await runCli(["run", "--replace", ...flags], { cwd, env });
    assertEquals(replaced.exit, 0, replaced.err);
  });
});

Deno.test("run does not begin with a fault point that does not exist", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(["run", "--fault", "write.lots", ...flags], {
      cwd,
      env,
    });
    assertEquals(end.exit, 2);
    assertStringIncludes(end.err, '(did you mean "write.lost"?)');
    assert(!namesIn(cwd).includes("runs"));
  });
});

Deno.test("run stops in silence with 141 when its reader leaves, report saved", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(["run", ...flags], {
      cwd,
      env,
      pipeClosesAfter: 0,
    });
    assertEquals(end, { exit: 141, out: "", err: "" });
    const [runId = ""] = namesIn(`${cwd}/runs`);
    assert(namesIn(`${cwd}/runs/${runId}`).includes("report.json"));
  });
});

Deno.test("run says of a fault that was never reached that it never fired", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const end = await runCli(
      ["run", "--quiet", "--fault", "read.eio:after=99999", ...flags],
      { cwd, env },
    );
    assertEquals(end.exit, 0, end.out);
    assertStringIncludes(
      end.out,
      "read.eio:after=99999 reached 64 times, never fired",
    );
  });
});
