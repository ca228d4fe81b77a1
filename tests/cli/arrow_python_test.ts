/**
 * The Arrow file as other programs read it: pyarrow and DuckDB, where this
 * host's Python has them. That it is right is held by the tests of the engine.
 */
import { assertEquals } from "@std/assert";
import { arrowSeries } from "../../engine/report/arrow/mod.ts";
import { fullReport } from "../_support/full_report.ts";

/** Prints rows, bytes and the run as a library sees them. */
const READERS = {
  pyarrow: `
import sys, pyarrow.ipc as ipc
table = ipc.open_file(sys.argv[1]).read_all()
total = sum(table.column("bytes").to_pylist())
print(table.num_rows, total, table.schema.metadata[b"run"].decode())`,
  duckdb: `
import sys, duckdb, pyarrow.ipc as ipc
series = ipc.open_file(sys.argv[1]).read_all()
rows, total = duckdb.sql("select count(*), sum(bytes) from series").fetchall()[0]
print(rows, total, series.schema.metadata[b"run"].decode())`,
};

async function python(...args: readonly string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("python3", {
      args: [...args],
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

for (const [library, script] of Object.entries(READERS)) {
  const needed = library === "duckdb" ? "duckdb, pyarrow" : library;
  const isThere = await python("-c", `import ${needed}`) !== null;
  Deno.test({
    name: `${library} reads what --arrow writes` +
      (isThere ? "" : ` (python3 has no ${needed} here)`),
    ignore: !isThere,
    fn: async () => {
      const report = fullReport();
      const path = await Deno.makeTempFile({ suffix: ".arrow" });
      try {
        await Deno.writeFile(path, await arrowSeries(report));
        const bytes = report.steps.flatMap(({ intervals }) => intervals)
          .flatMap(({ ops }) => Object.values(ops))
          .reduce((sum, op) => sum + op.bytes, 0);
        const rows = report.steps.reduce((sum, { intervals }) => {
          const happened = new Set(
            intervals.flatMap(({ ops }) =>
              Object.entries(ops)
                .filter(([, { count, errors }]) => count + errors > 0)
                .map(([op]) => op)
            ),
          );
          return sum + intervals.length * happened.size;
        }, 0);
        assertEquals(
          await python("-c", script, path),
          `${rows} ${bytes} ${report.runId}`,
        );
      } finally {
        await Deno.remove(path);
      }
    },
  });
}
