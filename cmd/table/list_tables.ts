/** `table ls`: every table at a place and below it, newest version each. */
import type { Backend } from "../../backends/mod.ts";
import {
  fieldsOf,
  openTable,
  TableError,
  type TablePorts,
  tableRoot,
} from "../../engine/mod.ts";
import type { ExitCode } from "../exit_code.ts";
import { exitOf } from "./table_failure.ts";
import { printOne, type TableView } from "./table_view.ts";

const MANIFEST = /^(?<path>.*?)_metadata\/manifest-\d+\.svm$/s;

/**
 * 1 where a table cannot be opened or has a newer version that is broken, which
 * does not hide the others, and 3 where a newer program wrote one. Without any
 * it is 0: the question was answered, and nothing is wrong; a place that is not
 * there fails by itself.
 */
export async function listTables(
  view: TableView,
  { backend, path: below, ports }: {
    readonly backend: Backend;
    /** Only tables at this path and below it. */
    readonly path: string;
    readonly ports: TablePorts;
  },
): Promise<ExitCode> {
  const found = [];
  for (const path of await pathsOf(backend, below)) {
    found.push(await describe({ backend, path, ports }));
  }
  if (found.length === 0 && !view.args.has("json")) {
    view.context.stdout.write(
      `No table lies at or below "${backend.url}${below && `/${below}`}": ` +
        'there is no manifest below any "_metadata/"\n',
    );
    return 0;
  }
  printOne(view, found.map(({ kind: _, ...line }) => line), [
    ["table", "version", "rows", "columns"],
    ...found.map((one) => [
      one.path === "" ? "." : one.path,
      one.version === null ? "?" : `${one.version}`,
      one.rows === null ? "?" : `${one.rows}`,
      [one.columns, one.reason].filter((part) => part !== null).join("  "),
    ]),
  ]);
  return exitOf(found.map(({ kind }) => kind));
}

async function pathsOf(backend: Backend, below: string): Promise<string[]> {
  const prefix = tableRoot(below);
  const paths = new Set<string>();
  let after: string | undefined;
  do {
    const page = await backend.list({
      prefix,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key } of page.objects) {
      const path = MANIFEST.exec(key)?.groups?.["path"];
      if (path !== undefined) paths.add(path.replace(/\/$/, ""));
    }
    after = page.next;
  } while (after !== undefined);
  return [...paths].sort();
}

async function describe(options: {
  readonly backend: Backend;
  readonly path: string;
  readonly ports: TablePorts;
}) {
  const { path } = options;
  try {
    const { manifest, snapshot, version } = await openTable(options);
    const columns = fieldsOf(manifest).length;
    const [newest] = snapshot.broken;
    const reason = newest === undefined
      ? null
      : `version ${newest.version} is passed over: ${newest.reason}`;
    const kind: TableError["kind"] | null = reason === null
      ? null
      : "CorruptManifest";
    return { path, version, rows: manifest.rowCount, columns, reason, kind };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { kind, message: reason } = error;
    return { path, version: null, rows: null, columns: null, reason, kind };
  }
}
