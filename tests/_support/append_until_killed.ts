/**
 * A program for tests: appends to the table of the folder that it is given, and
 * prints a line for each version once it is acknowledged. It ends by being
 * killed, or after as many appends as its second argument says. With `too
 * early` as the third it is a mutant: it prints before it commits. The fourth
 * is the scheme of the folder, `file` when absent.
 */
import { openBackend, parseUrl } from "../../backends/mod.ts";
import { tablePorts } from "../../cmd/table/table_ports.ts";
import { KnownRows, loadArrow, openTable } from "../../engine/mod.ts";
import { loadCore } from "../../ffi/mod.ts";

/** Of each append; the test counts them. */
export const ROWS_EACH = 50;

function acknowledge(version: number): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${version}\n`));
}

if (import.meta.main) {
  const [folder, appends = "Infinity", mutant, scheme = "file"] = Deno.args;
  const isTooEarly = mutant === "too early";
  const core = loadCore();
  const url = parseUrl(`${scheme}://${folder}`);
  const target = { name: url.text, url, settings: {} };
  const backend = await openBackend(target, { core });
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  const ports = tablePorts(core, { env: () => undefined });
  const path = "";
  let table = await openTable({ backend, path, ports, mayBeNew: true });
  for (let count = 0; count < Number(appends); count++) {
    const writer = await table.writer(rows.schema);
    await writer.write(rows.batch(table.version * ROWS_EACH, ROWS_EACH));
    const written = await writer.close();
    if (isTooEarly) acknowledge(table.version + 1);
    const { snapshot } = await table.begin().appendFiles(written).commit();
    table = table.at(snapshot);
    if (!isTooEarly) acknowledge(table.version);
  }
}
