/**
 * What a signal leaves behind. Method: the child runs a profile that never ends
 * by itself; a row of its endless step shows that writes are in flight.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Child } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

/** The first row of the step `mix`: the step runs. */
const ROW = " mix ";

function longRun(place: RunPlaceForTest, scheme: string): Child {
  const target = `${scheme}://${place.cwd}/x`;
  return new Child(
    ["run", "--profile", "long.yaml", "--target", target],
    place,
  );
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("Ctrl-C ends a run with 130 and a partial report", async () => {
  await withRunPlace(async (place) => {
    const child = longRun(place, "file");
    await child.until(ROW);
    child.kill("SIGINT");
    const end = await child.end();
    assertEquals(end.exit, 130, end.out + end.err);
    assertStringIncludes(end.out, "Stopping:");
    assertStringIncludes(end.out, "stor-verify verify ");
    const report = await runCli(["report", "last"], place);
    assertEquals(report.exit, 0);
    const again = await runCli(["verify", "last"], place);
    assertEquals(again.exit, 0, again.out);
  });
});

Deno.test("SIGTERM ends a run as Ctrl-C does", async () => {
  await withRunPlace(async (place) => {
    const child = longRun(place, "file");
    await child.until(ROW);
    child.kill("SIGTERM");
    assertEquals((await child.end()).exit, 130);
  });
});

Deno.test("Ctrl-C ends an enumeration of power cuts amid a case", async () => {
  await withRunPlace(async (place) => {
    const target = `file://${place.cwd}/x`;
    const child = new Child(
      ["run", "--profile", "crash-10k", "--target", target],
      place,
    );
    await child.until("crash.file_put ");
    child.kill("SIGINT");
    const end = await child.end();
    assertEquals(end.exit, 130, end.out + end.err);
    assertStringIncludes(end.out, "The run was stopped after ");
    assertEquals(namesIn(place.cwd), ["long.yaml", "runs", "short.yaml"]);
  });
});

for (const scheme of ["file", "direct"]) {
  Deno.test(`a run killed over ${scheme} is found, judged and cleaned`, async () => {
    await withRunPlace(async (place) => {
      const child = longRun(place, scheme);
      await child.until(ROW);
      child.kill("SIGKILL");
      assertEquals((await child.end()).signal, "SIGKILL");
      const runs = await runCli(["runs"], place);
      assertStringIncludes(runs.out, "long  interrupted  kept");
      const judged = await runCli(["verify", "last"], place);
      assertEquals(judged.exit, 0, judged.out + judged.err);
      assertStringIncludes(judged.out, "PASS");
      assertEquals((await runCli(["clean", "last"], place)).exit, 0);
      assertEquals(namesIn(place.cwd), ["long.yaml", "runs", "short.yaml"]);
    });
  });
}

Deno.test("a change made after a kill is found by verify", async () => {
  await withRunPlace(async (place) => {
    const child = longRun(place, "file");
    await child.until(ROW);
    child.kill("SIGKILL");
    await child.end();
    const name = namesIn(`${place.cwd}/x`).find((one) => one.endsWith(".dat"));
    using file = await Deno.open(`${place.cwd}/x/${name}`, { write: true });
    await file.write(new Uint8Array(4096));
    const judged = await runCli(["verify", "last"], place);
    assertEquals(judged.exit, 1, judged.out);
  });
});

/** Resolves once an entry whose path has `part` in it was made below. */
async function untilMade(watcher: Deno.FsWatcher, part: string): Promise<void> {
  for await (const { paths } of watcher) {
    if (paths.some((path) => path.includes(part))) return;
  }
}

for (const way of ["clean", "--replace"]) {
  Deno.test(`keys of cases that were killed go with ${way}`, async () => {
    await withRunPlace(async (place) => {
      using watcher = Deno.watchFs(place.cwd);
      const url = `file://${place.cwd}/x`;
      const select = ["--select", "object.real_io.file", "--target", url];
      const child = new Child(["cases", "run", ...select], place);
      await untilMade(watcher, "/case-");
      child.kill("SIGKILL");
      assertEquals((await child.end()).signal, "SIGKILL");
      const left = namesIn(`${place.cwd}/x`);
      assertEquals(left.some((name) => name.startsWith("case-")), true);
      await Deno.writeTextFile(`${place.cwd}/x/diary`, "mine");
      const end = way === "clean"
        ? await runCli(["clean", "last"], place)
        : await runCli(
          ["cases", "run", "--replace", "--select", "object.put.*", ...[
            "--target",
            url,
          ]],
          place,
        );
      assertEquals(end.exit, 0, end.out + end.err);
      assertEquals(namesIn(`${place.cwd}/x`), ["diary"]);
    });
  });
}
