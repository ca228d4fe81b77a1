/** Parts of a table that are wrong in one way, for cases to find. */
import type { RecordBatch } from "apache-arrow";
import type { CaseEnv } from "../../../../engine/cases/case.ts";
import type { TableCasePorts } from "../../../../engine/mod.ts";
import type { CommitProtocol } from "../../../../engine/workloads/table/mod.ts";
import type {
  DataFileReader,
  DataFormat,
  FileSettings,
} from "../../../../engine/workloads/table/data_format.ts";
import { parquetFormat } from "../../../../engine/workloads/table/parquet/parquet_format.ts";
import { CORE } from "../../workloads/table/parquet/parquet_fixture.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";
import { tableCasePorts } from "../../../_support/table_case_fixture.ts";

const RIGHT = parquetFormat(CORE);

/** A case on an honest memory, with these ports of tables. */
export function wrongEnv(ports: Partial<TableCasePorts>): CaseEnv {
  return caseEnv({ table: tableCasePorts(ports) });
}

/** Ports whose files are read by a reader that is changed. */
export function readingBy(
  change: (reader: DataFileReader) => Partial<DataFileReader>,
): Partial<TableCasePorts> {
  const format: DataFormat = {
    ...RIGHT,
    async open(options) {
      const reader = await RIGHT.open(options);
      const changed = change(reader);
      return new Proxy(reader, {
        get(target, name) {
          const of: object = name in changed ? changed : target;
          const value: unknown = Reflect.get(of, name, of);
          return typeof value === "function" ? value.bind(of) : value;
        },
      });
    },
  };
  return { formats: new Map([["parquet", format]]) };
}

/** Ports whose files are written with other settings than asked for. */
export function writingBy(
  change: (settings: FileSettings) => FileSettings,
): Partial<TableCasePorts> {
  const format: DataFormat = {
    ...RIGHT,
    create: (options) =>
      RIGHT.create({ ...options, settings: change(options.settings) }),
  };
  return { formats: new Map([["parquet", format]]) };
}

/** The last row of each batch is left out. */
export const DROPPING = readingBy((reader) => ({
  async *read(options) {
    for await (const batch of reader.read(options)) {
      yield batch.slice(0, batch.numRows - 1);
    }
  },
  take: async (rows, options) =>
    (await reader.take(rows, options)).slice(0, rows.length - 1),
}));

/** Rows come in another order. */
export const REVERSING = readingBy((reader) => ({
  async *read(options) {
    const batches: RecordBatch[] = [];
    for await (const batch of reader.read(options)) batches.push(batch);
    yield* batches.reverse();
  },
}));

/** A commit that was refused is acknowledged. */
export const BELIEVING: CommitProtocol = {
  name: "believing",
  async publish(store, version, bytes) {
    const path = `_metadata/manifest-${version}.svm`;
    await store.putNew(path, bytes).catch(() => {});
    return "published";
  },
};
