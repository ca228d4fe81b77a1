/** Encrypted files of a few rows, and who knows their keys. */
import { loadArrow } from "../../../../../engine/workloads/table/mod.ts";
import type {
  OpenOptions,
  WriteEncryption,
} from "../../../../../engine/workloads/table/parquet/data_file.ts";
import { openDataFile } from "../../../../../engine/workloads/table/parquet/data_file_reader.ts";
import { CORE, fileOf, MemorySource, rowsOf } from "./parquet_fixture.ts";

/** Of the footer, and of column `name`. */
export const KEYS: Readonly<Record<string, Uint8Array>> = {
  footer: new Uint8Array(16).fill(1),
  name: new Uint8Array(32).fill(2),
};

/** Rows of the columns `id` and `name`, in two row groups. */
export async function batchOfTwo() {
  const arrow = await loadArrow();
  const ids = Array.from({ length: 40 }, (_, row) => row);
  const [batch] = new arrow.Table({
    id: arrow.vectorFromArray(ids, new arrow.Int32()),
    name: arrow.vectorFromArray(
      ids.map((id) => id % 3 === 0 ? null : `secret ${id % 5}`),
      new arrow.Utf8(),
    ),
  }).batches;
  if (batch === undefined) throw new Error("The table has no batch");
  return batch;
}

/** A file of those rows. */
export async function sealedFile(
  options: Partial<WriteEncryption> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  let counter = 0;
  return await fileOf([await batchOfTwo()], {
    rowGroupRowCountMax: 25,
    pageSizeBytes: 64,
    encryption: {
      algorithm: "AES_GCM_V1",
      footer: { key: keyOf("footer"), keyMetadata: "footer" },
      random: (to) => void to.fill(++counter),
      ...options,
    },
  });
}

/** `KEYS` of that name. */
export function keyOf(name: string): Uint8Array {
  return KEYS[name] ?? new Uint8Array(0);
}

/** All rows, or those of some columns. */
export async function openedRows(
  bytes: Uint8Array<ArrayBuffer>,
  options: Partial<OpenOptions> = {},
  columns?: readonly string[],
): Promise<string[]> {
  const source = new MemorySource(bytes);
  const reader = await openDataFile({ core: CORE, source, ...options });
  const rows: string[] = [];
  const wanted = columns === undefined ? {} : { columns };
  for await (const batch of reader.read(wanted)) rows.push(...rowsOf(batch));
  return rows;
}
