/** Golden files of other writers, and how a file is read with the real core. */
import type { RecordBatch } from "apache-arrow";
import { openDataFile } from "../../../engine/workloads/table/parquet/data_file_reader.ts";
import type { PageCore } from "../../../engine/workloads/table/parquet/page_core.ts";
import { MemorySource } from "../../engine/workloads/table/parquet/parquet_fixture.ts";

const FOLDER = new URL("golden/", import.meta.url);

/** Bytes of each file, by its name without an ending. */
export function goldenFiles(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".parquet")).sort();
  return new Map(names.map((name) => [
    name.replace(".parquet", ""),
    Deno.readFileSync(new URL(name, FOLDER)),
  ]));
}

/** Columns of a file; those without a list of their own share `types`. */
export function goldenColumns(
  name = "types",
): Readonly<Record<string, unknown[]>> {
  const [own, shared] = [`${name}.golden`, "types.golden"];
  const has = [...Deno.readDirSync(FOLDER)].some((one) => one.name === own);
  const text = Deno.readTextFileSync(new URL(has ? own : shared, FOLDER));
  return JSON.parse(text);
}

/** All batches; encrypted files have the key `k`, as long as it may be. */
export async function readAll(
  core: PageCore,
  bytes: Uint8Array<ArrayBuffer>,
  keySizeBytes = 24,
): Promise<RecordBatch[]> {
  const reader = await openDataFile({
    core,
    source: new MemorySource(bytes),
    retrieveKey: () => new TextEncoder().encode("k".repeat(keySizeBytes)),
  });
  return await Array.fromAsync(reader.read());
}
