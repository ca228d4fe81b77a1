/**
 * Which glibc a library needs: reads its dynamic symbols and tells those that
 * the oldest supported one, 2.28 of RHEL 8, does not have. Run as a program,
 * it checks the library it is given and fails with the names.
 */
import { runCommand } from "./_command.ts";

/** Newest symbol version that may be needed. */
export const GLIBC_FLOOR = "2.28";

/** One name that a library takes from glibc. */
export interface GlibcSymbol {
  readonly symbol: string;
  /** As `2.34`. */
  readonly version: string;
}

/** What a library needs, and what of it is above the floor. */
export interface GlibcNeeds {
  readonly needed: readonly GlibcSymbol[];
  readonly tooNew: readonly GlibcSymbol[];
}

/** Fails when `objdump` cannot read the file, rather than finding nothing. */
export async function glibcFloor(path: string): Promise<GlibcNeeds> {
  const result = await runCommand(["objdump", "-T", path]);
  if (!result.ok) {
    throw new Error(
      `Cannot read the symbols of "${path}": ${result.stderr.trim()}`,
    );
  }
  return parseGlibcNeeds(result.stdout);
}

/** Reads what `objdump -T` printed. */
export function parseGlibcNeeds(text: string): GlibcNeeds {
  const needed: GlibcSymbol[] = [];
  for (const line of text.split("\n")) {
    const match = /\*UND\*.*\bGLIBC_([\d.]+|PRIVATE)\)?\s+(\S+)$/.exec(line);
    const [, version, symbol] = match ?? [];
    if (version && symbol) needed.push({ symbol, version });
  }
  const tooNew = needed.filter(({ version }) =>
    // Private symbols change with every release: no version is old enough.
    version === "PRIVATE" || compareVersions(version, GLIBC_FLOOR) > 0
  );
  return { needed, tooNew };
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

async function main(): Promise<void> {
  const path = Deno.args[0] ?? "ffi/build/libstorcore.so";
  const { needed, tooNew } = await glibcFloor(path);
  const lines = tooNew.map(({ symbol, version }) =>
    `${path} needs "${symbol}" of glibc ${version}: ` +
    `the newest may be ${GLIBC_FLOOR}. Add it to ffi/glibc_floor.syms\n`
  );
  const text = tooNew.length > 0
    ? lines.join("")
    : `${path}: ${needed.length} symbols, none above ${GLIBC_FLOOR}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  Deno.exitCode = tooNew.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
