/**
 * Importing any module of the tree needs no permission, loads no library and
 * prints nothing: proven by doing it in a child that is denied everything.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readTree } from "./tree.ts";

const ROOT = new URL("../../", import.meta.url);
const ROOMS = /^(cmd|backends|engine|ffi)\/.*\.ts$/;

interface Imported {
  readonly success: boolean;
  readonly output: string;
}

/** Imports the modules in one child with every permission denied. */
async function importDenied(modules: readonly URL[]): Promise<Imported> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      modules.map((module) => `import ${JSON.stringify(module.href)};\n`)
        .join(""),
    );
    const config = new URL("deno.json", ROOT).pathname;
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: ["run", "-q", "--no-prompt", "--no-check", "-c", config, entry],
        env: { NO_COLOR: "1" },
        cwd: ROOT,
      },
    ).output();
    const text = new TextDecoder();
    return { success, output: text.decode(stdout) + text.decode(stderr) };
  } finally {
    await Deno.remove(entry);
  }
}

Deno.test("importing every module of the tree prints and asks nothing", async () => {
  const { files } = await readTree(ROOT);
  const modules = files.filter((file) => ROOMS.test(file.path))
    .map((file) => new URL(file.path, ROOT));
  assert(modules.length > 0);
  assertEquals(await importDenied(modules), { success: true, output: "" });
});

Deno.test("importing a module that reads at the top level is caught", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const module = new URL(`file://${folder}/reads.ts`);
    await Deno.writeTextFile(module, 'Deno.readTextFileSync("/etc/hostname");');
    const { success, output } = await importDenied([module]);
    assertEquals(success, false);
    assertStringIncludes(output, "Requires read access");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
