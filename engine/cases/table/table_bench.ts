/**
 * What cases about tables share: tables below the prefix of the case, rows that
 * are known from their ids, and the ways to write, commit and read them. All of
 * it is taken away when the case ends.
 */
import type { RecordBatch, Vector } from "apache-arrow";
import type { Backend } from "../../../backends/mod.ts";
import {
  type ArrowLibrary,
  batchOf,
  batchOfVectors,
  type Committed,
  KnownRows,
  loadArrow,
  openTable,
  type Table,
  TableError,
  type TablePorts,
  type Transaction,
  type WrittenRows,
} from "../../workloads/table/mod.ts";
import type { CaseEnv } from "../case.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { CaseFailed } from "../case_failed.ts";
import type { TableCasePorts } from "./table_case_ports.ts";

/** Properties as a writer takes them. */
export type Texts = Readonly<Record<string, string>>;

export interface OpenOptions {
  readonly backend?: Backend;
  /** Instead of those of the case. */
  readonly ports?: Partial<TablePorts>;
  readonly version?: number;
}

/** One case's. */
export class TableBench {
  readonly arrow: ArrowLibrary;
  readonly ports: TableCasePorts;
  readonly rows: KnownRows;
  readonly env: CaseEnv;

  constructor(arrow: ArrowLibrary, env: CaseEnv) {
    this.arrow = arrow;
    this.env = env;
    this.ports = env.table;
    this.rows = new KnownRows({ arrow, seed: env.seed });
  }

  /** Below the target, of the table with that name. */
  path(name: string): string {
    return `${this.env.prefix}${name}`;
  }

  /** The newest version, or an empty table where nothing is yet. */
  open(name = "t", options: OpenOptions = {}): Promise<Table> {
    const { backend = this.env.backend, ports, version } = options;
    return openTable({
      backend,
      path: this.path(name),
      ports: { ...this.ports, ...ports },
      mayBeNew: true,
      ...(version === undefined ? {} : { version }),
    });
  }

  /** A transaction by the way of commits that the case is about. */
  begin(
    table: Table,
    options: Parameters<Table["begin"]>[0] = {},
  ): Transaction {
    const { protocol } = this.ports;
    return table.begin(
      protocol === undefined ? options : { protocol, ...options },
    );
  }

  /** Batches in files, and nothing committed. */
  async write(
    table: Table,
    batches: readonly RecordBatch[],
    properties: Texts = {},
  ): Promise<WrittenRows> {
    const schema = batches[0]?.schema ?? this.rows.schema;
    const writer = await table.writer(schema, properties);
    for (const batch of batches) await writer.write(batch);
    return await writer.close();
  }

  /** Batches as a version of their own. */
  async append(
    table: Table,
    batches: readonly RecordBatch[],
    properties: Texts = {},
  ): Promise<Table> {
    const rows = await this.write(table, batches, properties);
    return await this.commit(table, (to) => to.appendFiles(rows));
  }

  /** Known rows `first` to `first + count`, as a version of their own. */
  async appendRows(
    table: Table,
    first: number,
    count: number,
  ): Promise<Table> {
    return await this.append(table, [this.rows.batch(first, count)]);
  }

  /** The table after what `change` records. */
  async commit(
    table: Table,
    change: (transaction: Transaction) => unknown,
  ): Promise<Table> {
    const transaction = this.begin(table);
    change(transaction);
    return table.at((await transaction.commit()).snapshot);
  }

  /** Appends with others, and merges with what they committed. */
  async mergeRows(
    table: Table,
    first: number,
    count: number,
  ): Promise<Committed> {
    const rows = await this.write(table, [this.rows.batch(first, count)]);
    return await this.begin(table, { resolver: "merge", retriesMax: 200 })
      .appendFiles(rows).commit();
  }

  /** One batch; columns may hold nulls. */
  batch(columns: Readonly<Record<string, Vector>>): RecordBatch {
    return batchOfVectors(this.arrow, columns);
  }

  /** Takes away all that lies below the prefix of the case. */
  async clear(): Promise<void> {
    const { backend, prefix } = this.env;
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await backend.list(
        after === undefined ? { prefix } : { prefix, after },
      );
      keys.push(...page.objects.map(({ key }) => key));
      after = page.next;
    } while (after !== undefined);
    for (const key of keys) await backend.delete(key);
  }
}

/** All rows of a reader. */
export async function scanned(
  table: Table,
  options: Parameters<Table["reader"]>[0] = {},
): Promise<RecordBatch[]> {
  const reader = await table.reader(options);
  return await Array.fromAsync(reader.scan());
}

/** Values of one column, in the order of rows. */
export function valuesIn(
  batches: readonly RecordBatch[],
  name: string,
): unknown[] {
  return batches.flatMap((batch) => [...batch.getChild(name) ?? []]);
}

/** A batch with one column more, which holds no nulls. */
export function withColumn(
  arrow: ArrowLibrary,
  batch: RecordBatch,
  { name, vector }: { readonly name: string; readonly vector: Vector },
): RecordBatch {
  const field = new arrow.Field(name, vector.type, false);
  return batchOf(arrow, {
    schema: new arrow.Schema([...batch.schema.fields, field]),
    columns: [...batch.data.children, ...vector.data.slice(0, 1)],
    rowCount: batch.numRows,
  });
}

/** Breaks the case unless exactly known rows `start` to `end` came, in order. */
export function judgeKnownRows(
  bench: TableBench,
  batches: readonly RecordBatch[],
  { end, start }: { readonly start: number; readonly end: number },
): void {
  let next = start;
  for (const batch of batches) {
    const wrong = bench.rows.check(batch);
    holds(
      wrong === null,
      `Row ${next + (wrong?.row ?? 0)} has ${wrong?.found} in column ` +
        `"${wrong?.column}", and should have ${wrong?.expected}`,
    );
    for (const id of valuesIn([batch], "id")) {
      holds(
        id === BigInt(next),
        `Row ${next} has the id ${id}, and should have ${next}`,
      );
      next += 1;
    }
  }
  holds(next === end, `${next - start} rows came, and should ${end - start}`);
}

/** Breaks the case unless `call` fails as a table does, with that kind. */
export async function refuses(
  call: () => Promise<unknown>,
  kinds: readonly (TableError["kind"] | "UsageError")[],
  what: string,
): Promise<string> {
  try {
    await call();
  } catch (error) {
    const kind = error instanceof TableError
      ? error.kind
      : error instanceof Error && error.name === "UsageError"
      ? "UsageError"
      : undefined;
    if (kind === undefined || !(error instanceof Error)) throw error;
    holds(
      kinds.includes(kind),
      `${what} was refused as ${kind}, and should as ${kinds.join(" or ")}: ` +
        error.message,
    );
    return error.message;
  }
  throw new CaseBroken(`${what} was taken, and should be refused`);
}

/** Evidence against the storage, wherever in a case it shows. */
const EVIDENCE: readonly TableError["kind"][] = [
  "CorruptFile",
  "CorruptManifest",
  "FileMissing",
  "Misaligned",
  "NewerManifest",
  "TableMissing",
  "Conflict",
  "RetriesExhausted",
];

/** The body of a case. */
export type TableBody = (bench: TableBench) => Promise<string>;

/** A body that has a bench, and leaves nothing behind. */
export function onTables(body: TableBody): (env: CaseEnv) => Promise<string> {
  return async (env) => {
    const bench = new TableBench(await loadArrow(), env);
    try {
      return await body(bench);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      const sentence = `${error.kind}: ${error.message}`;
      if (EVIDENCE.includes(error.kind)) throw new CaseBroken(sentence);
      const isWorld = ["OutcomeUnknown", "FaultInjected", "LibraryFailed"]
        .includes(error.kind);
      if (isWorld) throw new CaseFailed(sentence);
      throw error;
    } finally {
      // What stays is seen at the release.
      await bench.clear().catch(() => {});
    }
  };
}
