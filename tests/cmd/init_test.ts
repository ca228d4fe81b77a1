/** The promises of cmd/init.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

async function inFolder(
  body: (cwd: string) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    await body(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("init writes files with which the commands that it names work", async () => {
  await inFolder(async (cwd) => {
    const end = await runCli(["init"], { cwd });
    assertEquals(end.exit, 0, end.err);
    assertEquals(names(cwd), ["first-profile.yaml", "stor-verify.yaml"]);
    const line = end.out.split("\n").find((one) => one.startsWith("look"));
    const [, , ...typed] = line?.split(/\s+/) ?? [];
    const look = await runCli(typed, { cwd });
    assertEquals(look.exit, 0, look.err);
    assertStringIncludes(look.out, "stor-verify-scratch");
    const list = await runCli(["targets", "list"], { cwd });
    assertStringIncludes(list.out, "scratch-direct");
  });
});

Deno.test("init never replaces a file, and then writes none", async () => {
  await inFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/first-profile.yaml`, "mine");
    const end = await runCli(["init"], { cwd });
    assertEquals(end.exit, 2);
    assertStringIncludes(end.err, '"first-profile.yaml": it is there already');
    assertEquals(names(cwd), ["first-profile.yaml"]);
    const kept = await Deno.readTextFile(`${cwd}/first-profile.yaml`);
    assertEquals(kept, "mine");
  });
});

Deno.test("init does not write through a link that leads nowhere", async () => {
  await inFolder(async (cwd) => {
    await Deno.symlink(`${cwd}/elsewhere`, `${cwd}/stor-verify.yaml`);
    assertEquals((await runCli(["init"], { cwd })).exit, 2);
    assertEquals(names(cwd), ["stor-verify.yaml"]);
  });
});

Deno.test("init writes into a folder that is named, if it is there", async () => {
  await inFolder(async (cwd) => {
    const none = await runCli(["init", "lab"], { cwd });
    assertEquals(none.exit, 2);
    assertStringIncludes(none.err, "make it, or name another one");
    await Deno.mkdir(`${cwd}/lab`);
    const end = await runCli(["init", "lab"], { cwd });
    assertEquals(end.exit, 0);
    assertEquals(names(`${cwd}/lab`).length, 2);
    assert(end.out.includes('type them in "lab"'));
  });
});
