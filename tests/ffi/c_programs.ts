/**
 * Builds the C tests of the core and runs them. Goes in: how to compile; comes
 * out: per program what it said. 0 is a pass, 77 a skip with its reason on the
 * last line, anything else a failure.
 */
import { runCommand } from "../../ffi/_command.ts";
import { compileObjects, isStale, WARNING_FLAGS } from "../../ffi/_objects.ts";
import { requireToolchain } from "../../ffi/_toolchain.ts";

/** Root of the checkout, without a slash at its end. */
export const ROOT = decodeURIComponent(
  new URL("../../", import.meta.url).pathname.slice(0, -1),
);

const TESTS = "tests/ffi/core";
const AT_ONCE = 2;
const TIMEOUT_MS = 300_000;

export interface ProgramRequest {
  /** Below `ffi/build`; one per set of flags. */
  readonly folder: string;
  readonly flags: readonly string[];
  /** Only these programs; all when absent. */
  readonly only?: readonly string[];
  /** Put before each program: `valgrind` and its options. */
  readonly under?: readonly string[];
}

/** What one program said; `code` null: it did not compile, or was killed. */
export interface ProgramRun {
  readonly name: string;
  readonly code: number | null;
  readonly output: string;
}

/** Builds the core once and then each program; runs two at a time. */
export async function runPrograms(
  request: ProgramRequest,
): Promise<ProgramRun[]> {
  const folder = `ffi/build/${request.folder}`;
  const toolchain = await requireToolchain({ say: () => {}, install: true });
  await Deno.mkdir(`${ROOT}/${folder}`, { recursive: true });
  using lock = await Deno.open(`${ROOT}/${folder}/lock`, {
    create: true,
    write: true,
  });
  await lock.lock(true);
  const objects = await compileObjects({
    toolchain,
    root: ROOT,
    folder,
    flags: request.flags,
    say: () => {},
  });
  const archive = `${folder}/libcore.a`;
  await Deno.remove(`${ROOT}/${archive}`).catch(() => {});
  const pack = await runCommand(["ar", "rcs", archive, ...objects.paths], {
    cwd: ROOT,
  });
  if (!pack.ok) throw new Error(`Cannot make ${archive}: ${pack.stderr}`);
  const names = request.only ?? await programNames();
  const pending = [...names];
  const runs: ProgramRun[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let name = pending.shift(); name; name = pending.shift()) {
      const object = `${folder}/${name}.o`;
      const failure = await buildProgram(name, [
        toolchain.cc,
        ...request.flags,
        ...["-o", `${folder}/${name}`, object, archive],
        ...toolchain.archives,
        ...["-lpthread", "-ldl", "-lm"],
      ], [toolchain.cc, ...request.flags]);
      const command = [...request.under ?? [], `${ROOT}/${folder}/${name}`];
      runs.push(failure ?? await runProgram(name, command));
    }
  }));
  return runs.sort((a, b) => a.name.localeCompare(b.name));
}

async function programNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(`${ROOT}/${TESTS}`)) {
    if (entry.name.endsWith("_test.c")) names.push(entry.name.slice(0, -2));
  }
  return names.sort();
}

/** Compiles and links; what the compiler said when it did not work. */
async function buildProgram(
  name: string,
  link: readonly string[],
  compiler: readonly string[],
): Promise<ProgramRun | null> {
  const object = link.find((part) => part.endsWith(`/${name}.o`)) ?? "";
  if (await isStale(ROOT, object)) {
    const compile = await runCommand([
      ...compiler,
      ...WARNING_FLAGS,
      `-I${TESTS}`,
      ...["-MMD", "-MF", object.replace(/\.o$/, ".d"), "-MT", object],
      ...["-c", `${TESTS}/${name}.c`, "-o", object],
    ], { cwd: ROOT });
    if (!compile.ok) return { name, code: null, output: compile.stderr };
  }
  const linked = await runCommand(link, { cwd: ROOT });
  return linked.ok ? null : { name, code: null, output: linked.stderr };
}

async function runProgram(
  name: string,
  command: readonly string[],
): Promise<ProgramRun> {
  const [program = "", ...args] = command;
  const output = await new Deno.Command(program, {
    args,
    cwd: ROOT,
    stdin: "null",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).output();
  const text = new TextDecoder();
  return {
    name,
    code: output.signal === null ? output.code : null,
    output: text.decode(output.stdout) + text.decode(output.stderr) +
      (output.signal === null ? "" : `killed by ${output.signal}`),
  };
}

/** The reason of a skip: what the program printed last. */
export function skipReason(run: ProgramRun): string {
  const last = run.output.trim().split("\n").at(-1) ?? "";
  return last.replace(/^skipped: /, "") || "no reason given";
}
