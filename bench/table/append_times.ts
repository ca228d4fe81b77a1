/**
 * How long a commit takes on a table that has had many, beside one on a young
 * table, in turns: what else the host does strikes both.
 */
import { openBackend, parseUrl } from "../../backends/mod.ts";
import {
  KnownRows,
  loadArrow,
  manifestPath,
  openTable,
  parquetFormat,
  type Table,
  type TableManifest,
  type TableStore,
} from "../../engine/mod.ts";
import { loadCore } from "../../ffi/mod.ts";
import { median } from "../versus/pairs.ts";

const ROWS_EACH = 10;
/** Commits of each table that are compared. */
const COMPARED = 300;

/** What came of it; times are of commits alone, without their rows. */
export interface AppendTimes {
  readonly youngMs: number;
  readonly oldMs: number;
  /** Of the first and the last commits of the old one, as they happened. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly manifestBytesMost: number;
  readonly versions: number;
}

/** Appends to two tables below `folder`. */
export async function appendTimes(
  folder: string,
  appends: number,
): Promise<AppendTimes> {
  const core = loadCore();
  const url = parseUrl(`file://${folder}`);
  const target = { name: url.text, url, settings: {} };
  const backend = await openBackend(target, { core });
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  const parquet = parquetFormat(core.pages());
  const ports = {
    formats: new Map([[parquet.name, parquet]]),
    faults: core.faults,
    crc32c: (bytes: Uint8Array, seed?: number) =>
      core.crc32c(new Uint8Array(bytes), seed),
    uuid: () => crypto.randomUUID(),
    random: (to: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(to),
  };
  let manifestBytesMost = 0;
  const append = async (table: Table): Promise<[Table, number]> => {
    const writer = await table.writer(rows.schema);
    await writer.write(rows.batch(table.version * ROWS_EACH, ROWS_EACH));
    const written = await writer.close();
    const startMs = performance.now();
    const { snapshot } = await table.begin().appendFiles(written).commit();
    const tookMs = performance.now() - startMs;
    const sizeBytes = await manifestBytes(table.store, snapshot.manifest);
    manifestBytesMost = Math.max(manifestBytesMost, sizeBytes);
    return [table.at(snapshot), tookMs];
  };
  const opened = (path: string) =>
    openTable({ backend, path, ports, mayBeNew: true });
  let old = await opened("old");
  const tookMs: number[] = [];
  while (old.version < appends - COMPARED) {
    const [next, ms] = await append(old);
    old = next;
    tookMs.push(ms);
  }
  let young = await opened("young");
  const oldMs: number[] = [];
  const youngMs: number[] = [];
  while (oldMs.length < COMPARED) {
    let ms: number;
    [old, ms] = await append(old);
    oldMs.push(ms);
    [young, ms] = await append(young);
    youngMs.push(ms);
  }
  const versions = old.version;
  await backend.close();
  core.close();
  return {
    youngMs: median(youngMs),
    oldMs: median(oldMs),
    firstMs: median(tookMs.slice(0, COMPARED)),
    lastMs: median(oldMs),
    manifestBytesMost,
    versions,
  };
}

/** Throws where it is not there: no size would keep below any bar. */
export async function manifestBytes(
  store: Pick<TableStore, "sizeOf">,
  { version }: Pick<TableManifest, "version">,
): Promise<number> {
  const sizeBytes = await store.sizeOf(manifestPath(version));
  if (sizeBytes !== null) return sizeBytes;
  throw new Error(`Cannot find the manifest of version ${version}`);
}
