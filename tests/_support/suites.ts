/**
 * What the suites are: the folders below `tests/`, the tests at its top, and
 * the examples in doc comments. In goes the checkout, out come suites with
 * the permissions each may have.
 */

export interface Suite {
  readonly name: string;
  /** Arguments of `deno test`, from the top of the checkout. */
  readonly args: readonly string[];
  /** The library must be built first. */
  readonly needsCore: boolean;
}

/** Fast first: what fails, fails early. Others follow by name. */
const ORDER = ["house", "support", "engine", "ffi", "backends", "cmd", "cli"];
const ROOMS = ["ffi", "backends", "engine", "cmd"];

/** Finds every suite of the checkout in the order they run. */
export async function findSuites(root: URL): Promise<Suite[]> {
  const suites: Suite[] = [];
  const tests = new URL("tests/", root);
  for await (const entry of Deno.readDir(tests)) {
    if (entry.isDirectory && await holdsTests(new URL(entry.name, tests))) {
      suites.push(describeSuite(entry.name));
    } else if (entry.name.endsWith("_test.ts")) {
      suites.push({
        name: entry.name.replace("_test.ts", ""),
        args: ["-A", `tests/${entry.name}`],
        needsCore: true,
      });
    }
  }
  const examples = await findExamples(root);
  if (examples.length > 0) {
    suites.push({
      name: "examples",
      // Deno imports every export of the file into an example, and our own
      // check then finds them unused.
      args: ["-A", "--doc", "--no-check", ...examples],
      needsCore: true,
    });
  }
  const rank = ({ name }: Suite) => (ORDER.indexOf(name) + 1) || ORDER.length;
  return suites.sort((a, b) =>
    rank(a) - rank(b) || a.name.localeCompare(b.name)
  );
}

/** The engine gets no permission at all: what it cannot do, it does not do. */
export function describeSuite(folder: string): Suite {
  const path = `tests/${folder}`;
  const isPure = folder === "engine";
  return {
    name: folder.replace(/^_/, ""),
    args: isPure ? [path] : ["-A", path],
    needsCore: !isPure && folder !== "house" && folder !== "_support",
  };
}

async function holdsTests(folder: URL): Promise<boolean> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith("_test.ts")) return true;
    const inner = new URL(`${folder.pathname}/${entry.name}`, folder);
    if (entry.isDirectory && await holdsTests(inner)) return true;
  }
  return false;
}

/** Files of the rooms with an example in a doc comment. */
async function findExamples(root: URL): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string) => {
    for await (const entry of Deno.readDir(new URL(folder, root))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory && path !== "ffi/build") await walk(path);
      if (!entry.name.endsWith(".ts")) continue;
      const text = await Deno.readTextFile(new URL(path, root));
      if (/^\s*\* ```ts/m.test(text)) found.push(path);
    }
  };
  for (const room of ROOMS) await walk(room);
  return found.sort();
}
