/**
 * Arrow files as other programs read them: pyarrow and DuckDB, where this
 * host's Python has them. That it is right is held by the tests of the engine.
 */
import { assertEquals } from "@std/assert";
import {
  arrowSeries,
  ArrowWriter,
  keptColumns,
  toldColumns,
} from "../../engine/report/arrow/mod.ts";
import { KeptColumns, LANE_OPS } from "../../ffi/mod.ts";
import { fullReport } from "../_support/full_report.ts";
import { keptOperation } from "../_support/kept_operation.ts";

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

const LOG_READERS = {
  pyarrow: `
import sys, pyarrow.ipc as ipc
table = ipc.open_file(sys.argv[1]).read_all()
print(table.num_rows, table.column("op").to_pylist())`,
  duckdb: `
import sys, duckdb, pyarrow.ipc as ipc
log = ipc.open_file(sys.argv[1]).read_all()
rows = duckdb.sql("select op from log order by start_ns").fetchall()
print(len(rows), [op for op, in rows])`,
  "pyarrow of a cut file": `
import sys, pyarrow as pa, pyarrow.ipc as ipc
with open(sys.argv[1], "rb") as file:
    whole = file.read()
reader = ipc.open_stream(pa.py_buffer(whole[8:-300]))
ops = []
try:
    for batch in reader:
        ops += batch.column("op").to_pylist()
except pa.ArrowInvalid:
    pass
print(len(ops), ops)`,
};

for (const [reader, script] of Object.entries(LOG_READERS)) {
  const needed = reader === "duckdb" ? "duckdb, pyarrow" : "pyarrow";
  const isThere = await python("-c", `import ${needed}`) !== null;
  Deno.test({
    name: `${reader} reads what --op-log writes` +
      (isThere ? "" : ` (python3 has no ${needed} here)`),
    ignore: !isThere,
    fn: async () => {
      const path = await Deno.makeTempFile({ suffix: ".arrow" });
      try {
        await Deno.writeFile(path, await operationLog());
        assertEquals(
          await python("-c", script, path),
          "2 ['put', 'append']",
        );
      } finally {
        await Deno.remove(path);
      }
    },
  });
}

/** Two batches: of a lane, and of a step without. */
async function operationLog(): Promise<Uint8Array<ArrayBuffer>> {
  const words = {
    ...{ targets: ["a"], steps: ["fill"], ops: [...LANE_OPS, "append"] },
    statusName: String,
  };
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const writer = await ArrowWriter.open([["run", "r"]], (bytes) => {
    pieces.push(new Uint8Array(bytes));
    return Promise.resolve();
  }, toldColumns([], words));
  const kept = new KeptColumns(1);
  kept.add(keptOperation());
  const named = { target: "a", step: "fill", lane: 0 };
  const keyName = () => "k";
  writer.add(keptColumns(kept, [{ ...named, from: 0, to: 1, keyName }], words));
  writer.add(toldColumns([{
    ...{ ...named, op: "append", key: "append 0", bytes: 1, attempts: 1 },
    ...{ startNs: 200, endNs: 300, generation: 1, failure: null },
  }], words));
  await writer.close();
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
