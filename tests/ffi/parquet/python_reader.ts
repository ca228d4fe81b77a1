/**
 * Other readers that Python has: what they find in files of ours. Whoever runs
 * the tests may name a Python by `STOR_VERIFY_PYTHON`.
 */
import { assert } from "@std/assert";

const PYTHON = Deno.env.get("STOR_VERIFY_PYTHON") ?? "python3";
const SHOW = new URL("golden/show_files.py", import.meta.url).pathname;

export type PythonReader = "pyarrow" | "duckdb";

/** Why its tests are left out, as a part of their names; or nothing. */
export function whyNot(reader: PythonReader): string {
  const needed = reader === "pyarrow" ? "pyarrow" : "pyarrow, duckdb";
  try {
    const args = ["-c", `import ${needed}`];
    const command = new Deno.Command(PYTHON, { args, stderr: "null" });
    return command.outputSync().success ? "" : `${PYTHON} has no ${needed}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `there is no ${PYTHON}`;
    throw error;
  }
}

/** What it finds in each file, by columns; `key` for those with one. */
export async function shown(
  reader: PythonReader,
  files: readonly Uint8Array[],
  key = "",
): Promise<Record<string, unknown[]>[]> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = files.map((_, index) => `${folder}/${index}.parquet`);
    for (const [index, bytes] of files.entries()) {
      await Deno.writeFile(paths[index] ?? "", bytes);
    }
    const args = ["-B", SHOW, reader, key, ...paths];
    const found = await new Deno.Command(PYTHON, { args }).output();
    assert(found.success, new TextDecoder().decode(found.stderr));
    const lines = new TextDecoder().decode(found.stdout).trim().split("\n");
    return lines.map((line) => JSON.parse(line));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
