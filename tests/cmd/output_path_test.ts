import { assert, assertEquals } from "@std/assert";
import { outputMistakes } from "../../cmd/output_path.ts";

Deno.test("outputMistakes() lets pass what can be written, and leaves nothing", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${cwd}/old.json`, "old");
    assertEquals(outputMistakes(cwd, "old.json"), []);
    assertEquals(outputMistakes(cwd, `${cwd}/new.json`), []);
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(left, ["old.json"]);
    assertEquals(await Deno.readTextFile(`${cwd}/old.json`), "old");
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("outputMistakes() names the way out of what cannot be", () => {
  const one = (typed: string) => outputMistakes("/", typed).join();
  assert(one("nowhere/x.json").includes('"/nowhere" is not a folder'));
  assert(one("tmp").endsWith("it is a folder: name a file in it"));
  assert(outputMistakes("/", "dev/null").length === 0);
  // Of the kernel's own; nobody may, root included.
  const refused = one("/proc/x.json");
  assert(refused.startsWith('Cannot write "/proc/x.json": '), refused);
  assert(refused.endsWith("in a folder that this user may write to"), refused);
});
