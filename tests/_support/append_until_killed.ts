/**
 * A program for tests: appends to the table of the folder that it is given, and
 * prints a line for each version once it is acknowledged. It ends by being
 * killed.
 */
import { openBackend, parseUrl } from "../../backends/mod.ts";
import { tablePorts } from "../../cmd/table/table_ports.ts";
import { KnownRows, loadArrow, openTable } from "../../engine/mod.ts";
import { loadCore } from "../../ffi/mod.ts";

/** Of each append; the test counts them. */
export const ROWS_EACH = 50;

if (import.meta.main) {
  const core = loadCore();
  const url = parseUrl(`file://${Deno.args[0]}`);
  const target = { name: url.text, url, settings: {} };
  const backend = await openBackend(target, { core });
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  const ports = tablePorts(core);
  const path = "";
  let table = await openTable({ backend, path, ports, mayBeNew: true });
  for (;;) {
    const writer = await table.writer(rows.schema);
    await writer.write(rows.batch(table.version * ROWS_EACH, ROWS_EACH));
    const written = await writer.close();
    const { snapshot } = await table.begin().appendFiles(written).commit();
    table = table.at(snapshot);
    Deno.stdout.writeSync(new TextEncoder().encode(`${table.version}\n`));
  }
}
