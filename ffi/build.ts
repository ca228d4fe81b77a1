/**
 * Builds `ffi/build/libstorcore.so` from `ffi/core/src/*.c`: the task `core`.
 * Goes in: a checkout; comes out: one library that needs nothing but glibc 2.28
 * or later. Only what changed is built, and two builds at once do not disturb
 * each other or a process that has the library loaded.
 */
import { runCommand } from "./_command.ts";
import { compileObjects } from "./_objects.ts";
import { BuildError, requireToolchain, type Toolchain } from "./_toolchain.ts";

export interface BuildOptions {
  /** Root of the checkout; this one when absent. */
  readonly root?: string;
  /** Takes each line of progress; silent when absent. */
  readonly say?: (line: string) => void;
  /** Install missing packages where root can; true when absent. */
  readonly install?: boolean;
}

/** What a build did. `compiled` 0 and `linked` false: all was up to date. */
export interface BuiltCore {
  readonly path: string;
  readonly compiled: number;
  readonly upToDate: number;
  readonly linked: boolean;
  readonly elapsedMs: number;
}

const BUILD = "ffi/build";
const LIBRARY = `${BUILD}/libstorcore.so`;
const FLOOR = "ffi/glibc_floor.syms";
const OBJECT_FLAGS = ["-O2", "-g1", "-fPIC", "-fvisibility=hidden"];

/** Builds what is not up to date. Fails with a `BuildError`. */
export async function buildCore(
  options: BuildOptions = {},
): Promise<BuiltCore> {
  const startMs = performance.now();
  const say = options.say ?? (() => {});
  const root = options.root ??
    decodeURIComponent(new URL("../", import.meta.url).pathname.slice(0, -1));
  const toolchain = await requireToolchain({
    say,
    install: options.install ?? true,
  });
  await Deno.mkdir(`${root}/${BUILD}`, { recursive: true });
  using lock = await Deno.open(`${root}/${BUILD}/lock`, {
    create: true,
    write: true,
  });
  await lock.lock(true);
  // The file maps x86-64 versions: on other machines glibc has no older ones.
  const floor = Deno.build.arch === "x86_64" ? { floor: FLOOR } : {};
  const objects = await compileObjects({
    toolchain,
    root,
    folder: `${BUILD}/obj`,
    flags: OBJECT_FLAGS,
    ...floor,
    say,
  });
  const linked = objects.compiled > 0 ||
    await isOtherLink(root, objects.paths);
  if (linked) {
    say(`link ${LIBRARY}`);
    await link({ root, toolchain, objects: objects.paths, ...floor });
  }
  return {
    path: `${root}/${LIBRARY}`,
    compiled: objects.compiled,
    upToDate: objects.paths.length - objects.compiled,
    linked,
    elapsedMs: performance.now() - startMs,
  };
}

interface LinkRequest {
  readonly root: string;
  readonly toolchain: Toolchain;
  readonly objects: readonly string[];
  readonly floor?: string;
}

async function link(request: LinkRequest): Promise<void> {
  const { root, toolchain, objects, floor } = request;
  const archives: string[] = [];
  for (const source of toolchain.archives) {
    const copy = `${BUILD}/obj/${source.slice(source.lastIndexOf("/") + 1)}`;
    await Deno.copyFile(source, `${root}/${copy}`);
    if (floor !== undefined) {
      await must(root, ["objcopy", `--redefine-syms=${floor}`, copy]);
    }
    archives.push(copy);
  }
  const fresh = `${LIBRARY}.tmp`;
  await must(root, [
    toolchain.cc,
    "-shared",
    "-Wl,-z,defs",
    "-Wl,-z,nodelete",
    "-Wl,-z,now",
    "-Wl,--exclude-libs,ALL",
    // Of the C++ runtime most is asked for by parts that nobody asks for.
    "-Wl,--gc-sections",
    "-Wl,--build-id=sha1",
    "-Wl,-soname,libstorcore.so",
    ...["-o", fresh, ...objects, ...archives],
    // Where glibc 2.28 keeps the threads and dlsym; empty since 2.34, so the
    // linker would leave them out of what the library says it needs.
    "-Wl,--no-as-needed",
    "-l:libpthread.so.0",
    "-l:libdl.so.2",
    "-l:libm.so.6",
  ]);
  // A new file, not new bytes in the old one: a process that has it mapped
  // would run into the middle of other code.
  await Deno.rename(`${root}/${fresh}`, `${root}/${LIBRARY}`);
  await Deno.writeTextFile(`${root}/${BUILD}/link.txt`, objects.join("\n"));
}

async function isOtherLink(
  root: string,
  objects: readonly string[],
): Promise<boolean> {
  const before = await Deno.readTextFile(`${root}/${BUILD}/link.txt`)
    .catch(() => "");
  if (before !== objects.join("\n")) return true;
  const library = await Deno.stat(`${root}/${LIBRARY}`).catch(() => null);
  const linked = library?.mtime ?? null;
  if (linked === null) return true;
  // A build that failed after compiling left newer objects than the library.
  for (const object of objects) {
    const made = await Deno.stat(`${root}/${object}`);
    if (made.mtime !== null && made.mtime > linked) return true;
  }
  return false;
}

async function must(root: string, command: readonly string[]): Promise<void> {
  const result = await runCommand(command, { cwd: root });
  if (!result.ok) {
    throw new BuildError(
      `Cannot link the C core: ${command[0]} said:\n${result.stderr.trim()}`,
    );
  }
}

async function main(): Promise<void> {
  const text = new TextEncoder();
  const say = (line: string) => {
    Deno.stdout.writeSync(text.encode(line + "\n"));
  };
  try {
    const built = await buildCore({ say });
    say(
      `${LIBRARY}: ${built.compiled} compiled, ${built.upToDate} up to date, ` +
        `${built.linked ? "linked" : "not linked again"}, ` +
        `${(built.elapsedMs / 1000).toFixed(1)} s`,
    );
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    Deno.stderr.writeSync(text.encode(error.message + "\n"));
    Deno.exitCode = 3;
  }
}

if (import.meta.main) await main();
