/**
 * Makes the script of HTML pages one file, with the library that draws its
 * charts, for `deno task page` and `deno task compile`. Comes out:
 * `ffi/build/page/page.js`, made again only when one of its sources changed.
 */

/** Where the page's script is, from the top of the checkout. */
export const PAGE_SCRIPT = "ffi/build/page/page.js";

const SOURCES = "engine/report/html";

/** The library asks for its notice to go with every copy. */
const NOTICE = `/*! Charts: uPlot 1.6.32, https://github.com/leeoniya/uPlot
The MIT License (MIT). Copyright (c) 2022 Leon Sorokin
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions: The above copyright
notice and this permission notice shall be included in all copies or
substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT
WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
THE USE OR OTHER DEALINGS IN THE SOFTWARE. */
`;

/** Whether it was made anew; fails with what the bundler said. */
export async function bundlePage(root: string): Promise<boolean> {
  const path = `${root}/${PAGE_SCRIPT}`;
  if (await isCurrent(root, path)) return false;
  const folder = path.slice(0, path.lastIndexOf("/"));
  await Deno.mkdir(folder, { recursive: true });
  // Below the root, where the name of the library is known.
  const entry = await Deno.makeTempFile({ dir: folder, suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      `import { drawPage } from "${root}/${SOURCES}/page/draw_page.ts";\n` +
        'drawPage(Reflect.get(globalThis, "window"));\n',
    );
    const bundled = await runBundler(root, entry);
    // Whole or not at all: two tests may want it at once.
    const temporary = `${entry}.js`;
    await Deno.writeTextFile(temporary, NOTICE + bundled);
    await Deno.rename(temporary, path);
  } finally {
    await Deno.remove(entry);
  }
  return true;
}

async function runBundler(root: string, entry: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: root,
    args: [
      ...["bundle", "--quiet", "--minify", "--platform", "browser"],
      ...["--format", "iife", entry],
    ],
    env: certificates(),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The bundler is fetched without regard to the system's authorities. */
function certificates(): Record<string, string> {
  const system = "/etc/ssl/certs/ca-certificates.crt";
  if (Deno.env.get("DENO_CERT") !== undefined) return {};
  try {
    Deno.statSync(system);
    return { DENO_CERT: system };
  } catch {
    return {};
  }
}

/** Newer than each file it may be made of, and than the versions. */
async function isCurrent(root: string, path: string): Promise<boolean> {
  const made = await changedMs(path);
  if (made === null) return false;
  const sources = [`${root}/deno.json`, `${root}/cmd/bundle_page.ts`];
  for (const folder of [SOURCES, `${SOURCES}/page`]) {
    for await (const { name } of Deno.readDir(`${root}/${folder}`)) {
      if (name.endsWith(".ts")) sources.push(`${root}/${folder}/${name}`);
    }
  }
  const changed = await Promise.all(sources.map(changedMs));
  return changed.every((ms) => ms !== null && ms < made);
}

async function changedMs(path: string): Promise<number | null> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  await bundlePage(new URL("..", import.meta.url).pathname.replace(/\/$/, ""));
}
