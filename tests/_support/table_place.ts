/** A folder with a table in it, as commands find one, for the time of a test. */
import { openBackend, parseUrl } from "../../backends/mod.ts";
import { tablePorts } from "../../cmd/table/table_ports.ts";
import {
  KnownRows,
  loadArrow,
  openTable,
  type Table,
} from "../../engine/mod.ts";
import { loadCore } from "../../ffi/mod.ts";

/** Where it is, and how to write to it. */
export interface TablePlace {
  readonly folder: string;
  readonly url: string;
  readonly rows: KnownRows;
  open(path?: string): Promise<Table>;
  /** Rows `first` to `first + count` as one version more. */
  append(first: number, count: number, path?: string): Promise<Table>;
}

/** `body` has a new folder; it is taken away afterwards. */
export async function withTablePlace(
  body: (place: TablePlace) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-table-" });
  const core = loadCore();
  const url = parseUrl(`file://${folder}`);
  const target = { name: url.text, url, settings: {} };
  const backend = await openBackend(target, { core });
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  const ports = tablePorts(core, { env: () => undefined });
  const open = (path = "") =>
    openTable({ backend, path, ports, mayBeNew: true });
  try {
    await body({
      folder,
      url: url.text,
      rows,
      open,
      async append(first, count, path) {
        const table = await open(path);
        const writer = await table.writer(rows.schema);
        await writer.write(rows.batch(first, count));
        const written = await writer.close();
        const { snapshot } = await table.begin().appendFiles(written).commit();
        return table.at(snapshot);
      },
    });
  } finally {
    await backend.close();
    core.close();
    await Deno.remove(folder, { recursive: true });
  }
}
