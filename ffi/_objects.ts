/**
 * Compiles the sources of the core into objects, two at a time, and only those
 * whose sources or headers changed. Goes in: a toolchain and flags; comes
 * out: objects bound to the oldest glibc the core promises to run on.
 */
import { runCommand } from "./_command.ts";
import { BuildError, type Toolchain } from "./_toolchain.ts";

/** Flags of every object of the core, also of those in the C tests. */
export const WARNING_FLAGS = [
  "-std=c11",
  "-D_GNU_SOURCE",
  "-Wall",
  "-Wextra",
  "-Wpedantic",
  "-Wshadow",
  "-Wconversion",
  "-Werror",
  "-DSV_HAVE_FIU",
  "-DSV_HAVE_URING",
  "-Iffi/core/include",
  "-Iffi/core/src",
] as const;

export interface ObjectsRequest {
  readonly toolchain: Toolchain;
  /** Root of the checkout: commands run there, so paths are relative. */
  readonly root: string;
  /** Where the objects go, relative to the root. */
  readonly folder: string;
  readonly flags: readonly string[];
  /** `glibc_floor.syms` relative to the root; absent leaves symbols alone. */
  readonly floor?: string;
  readonly say: (line: string) => void;
}

export interface Objects {
  /** Relative to the root, sorted, so that links are reproducible. */
  readonly paths: readonly string[];
  readonly compiled: number;
}

const AT_ONCE = 2;
const SOURCES = "ffi/core/src";

/** Fails with every compiler message at once, not with the first. */
export async function compileObjects(
  request: ObjectsRequest,
): Promise<Objects> {
  const { root, folder } = request;
  await Deno.mkdir(`${root}/${folder}`, { recursive: true });
  const sources = await listSources(`${root}/${SOURCES}`);
  const stale = await isOtherSetup(request);
  const pending: string[] = [];
  for (const name of sources) {
    const object = objectPath(folder, name);
    if (stale) await Deno.remove(`${root}/${object}`).catch(() => {});
    if (stale || await isStale(root, object)) pending.push(name);
  }
  // Written now: objects of the setup before are gone, and what a failed
  // build did compile stays good.
  await Deno.writeTextFile(`${root}/${folder}/setup.txt`, setupText(request));
  const compiled = pending.length;
  const failures: string[] = [];
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let name = pending.shift(); name; name = pending.shift()) {
      request.say(`compile ${SOURCES}/${name}.c`);
      const failure = await compileOne(request, name);
      if (failure !== null) failures.push(failure);
    }
  });
  await Promise.all(lanes);
  if (failures.length > 0) {
    throw new BuildError(
      `Cannot compile the C core: ${failures.length} of ${sources.length} ` +
        `sources have errors:\n${failures.join("\n")}`,
    );
  }
  return { paths: sources.map((name) => objectPath(folder, name)), compiled };
}

function objectPath(folder: string, name: string): string {
  return `${folder}/${name}.o`;
}

async function listSources(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".c")) names.push(entry.name.slice(0, -2));
  }
  return names.sort();
}

function setupText(request: ObjectsRequest): string {
  const { toolchain, flags, root, floor } = request;
  const names = floor === undefined
    ? ""
    : Deno.readTextFileSync(`${root}/${floor}`);
  return [toolchain.cc, toolchain.version, ...flags, names].join("\n");
}

async function isOtherSetup(request: ObjectsRequest): Promise<boolean> {
  const path = `${request.root}/${request.folder}/setup.txt`;
  const before = await Deno.readTextFile(path).catch(() => "");
  return before !== setupText(request);
}

/** True if the object is missing or older than anything it was made from. */
export async function isStale(root: string, object: string): Promise<boolean> {
  const made = await modifiedMs(`${root}/${object}`);
  const depfile = await Deno.readTextFile(
    `${root}/${object.replace(/\.o$/, ".d")}`,
  ).catch(() => null);
  if (made === null || depfile === null) return true;
  const sources = depfile.slice(depfile.indexOf(":") + 1)
    .split(/\\?\s+/).filter((path) => path !== "");
  for (const source of sources) {
    const path = source.startsWith("/") ? source : `${root}/${source}`;
    const changed = await modifiedMs(path);
    if (changed === null || changed >= made) return true;
  }
  return false;
}

async function modifiedMs(path: string): Promise<number | null> {
  const facts = await Deno.stat(path).catch(() => null);
  return facts?.mtime?.getTime() ?? null;
}

async function compileOne(
  request: ObjectsRequest,
  name: string,
): Promise<string | null> {
  const { root, folder, floor, flags, toolchain } = request;
  const object = objectPath(folder, name);
  const fresh = `${object}.tmp`;
  const compile = await runCommand([
    toolchain.cc,
    ...WARNING_FLAGS,
    ...flags,
    `-ffile-prefix-map=${root}=.`,
    ...["-MMD", "-MF", `${folder}/${name}.d`, "-MT", object],
    ...["-c", `${SOURCES}/${name}.c`, "-o", fresh],
  ], { cwd: root });
  if (!compile.ok) return compile.stderr.trim();
  if (floor !== undefined) {
    const bind = await runCommand(
      ["objcopy", `--redefine-syms=${floor}`, fresh],
      { cwd: root },
    );
    if (!bind.ok) return bind.stderr.trim();
  }
  await Deno.rename(`${root}/${fresh}`, `${root}/${object}`);
  return null;
}
