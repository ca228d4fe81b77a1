/**
 * Rows on their way into files of a table. Batches in, and at the end the files
 * that hold them; the table itself does not change until a transaction commits
 * them. Calls come one after another.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { arrowSchema, fieldsOfArrow, isSameType } from "./field_type.ts";
import { batchSizeBytes } from "./arrow_size.ts";
import { type ArrowLibrary, loadArrow } from "./arrow_library.ts";
import { planGroups } from "./column_group_policy.ts";
import { fileSettings } from "./file_settings.ts";
import { selectColumns } from "./gather.ts";
import { GroupWriter } from "./group_writer.ts";
import type { ColumnGroup, TableField } from "./manifest.ts";
import { TableError } from "./table_error.ts";
import { parseProperties, TableProperties } from "./table_properties.ts";
import type { TableStore } from "./table_store.ts";
import type { WrittenRows } from "./table_update.ts";

export interface TableWriterOptions {
  readonly store: TableStore;
  readonly schema: Schema;
  /** As texts, or parsed; see `property_registry.ts`. */
  readonly properties?: Readonly<Record<string, string>> | TableProperties;
  /** Groups of the table that the rows will be appended to. */
  readonly existing?: readonly Pick<ColumnGroup, "columns" | "format">[];
}

/** Throws a `UsageError` for wrong properties, `SchemaMismatch` otherwise. */
export async function openTableWriter(
  options: TableWriterOptions,
): Promise<TableWriter> {
  const properties = propertiesOf(options.properties);
  const fields = fieldsOfArrow(options.schema);
  mustDiffer(fields);
  return new TableWriter({
    ...options,
    arrow: await loadArrow(),
    properties,
    fields,
  });
}

interface OpenOptions extends TableWriterOptions {
  readonly arrow: ArrowLibrary;
  readonly properties: TableProperties;
  readonly fields: readonly TableField[];
}

/** Takes batches of one schema until it is closed. */
export class TableWriter {
  readonly #options: OpenOptions;
  #groups: GroupWriter[] | null = null;
  #columns: readonly (readonly string[])[] = [];
  #rowCount = 0;
  #state: "open" | "closed" | "failed" | "aborted" = "open";

  /** Use `openTableWriter`. */
  constructor(options: OpenOptions) {
    this.#options = options;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Rows in memory that no file has yet. */
  get heldSizeBytes(): number {
    return (this.#groups ?? [])
      .reduce((sum, group) => sum + group.heldSizeBytes, 0);
  }

  /**
   * `null` and empty batches are nothing. Flushes the largest groups while the
   * buffer would be full. Throws `SchemaMismatch`, and then takes nothing.
   */
  async write(batch: RecordBatch | null): Promise<void> {
    this.#mustBeOpen("write");
    if (batch === null) return;
    this.#mustFit(batch);
    if (batch.numRows === 0) return;
    const groups = this.#groups ??= this.#plan(batch);
    const limit = this.#options.properties.count("writer.buffer_size");
    const next = batchSizeBytes(batch);
    while (this.heldSizeBytes > 0 && this.heldSizeBytes + next >= limit) {
      const [largest] = [...groups]
        .sort((a, b) => b.heldSizeBytes - a.heldSizeBytes);
      await this.#flush(largest === undefined ? [] : [largest]);
    }
    for (const [index, group] of groups.entries()) {
      const columns = this.#columns[index] ?? [];
      group.hold(selectColumns(this.#options.arrow, batch, columns));
    }
    this.#rowCount += batch.numRows;
  }

  /** Gives all rows to files; after a fault that was injected, call it again. */
  async flush(): Promise<void> {
    this.#mustBeOpen("flush");
    await this.#flush(this.#groups ?? []);
  }

  /** Every file is durable and seen; nothing may be called after it. */
  async close(): Promise<WrittenRows> {
    this.#mustBeOpen("close");
    this.#failIfArmed("writer.close.fail");
    await this.#flush(this.#groups ?? []);
    const groups = await this.#orFail(async () => {
      const closed = [];
      for (const group of this.#groups ?? []) closed.push(await group.close());
      return closed;
    });
    this.#state = "closed";
    const { fields } = this.#options;
    return { fields, groups, rowCount: this.#rowCount };
  }

  /** Files that were finished stay as orphans; see `orphans.ts`. */
  async abort(): Promise<void> {
    if (this.#state === "closed") this.#mustBeOpen("abort");
    this.#state = "aborted";
    for (const group of this.#groups ?? []) await group.abort();
  }

  async #flush(groups: readonly GroupWriter[]): Promise<void> {
    this.#failIfArmed("writer.flush.fail");
    await this.#orFail(async () => {
      for (const group of groups) await group.flush();
    });
  }

  /** After a failure amid a file nobody knows what of it is on the disk. */
  async #orFail<T>(body: () => Promise<T>): Promise<T> {
    try {
      return await body();
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  #plan(sample: RecordBatch): GroupWriter[] {
    const { arrow, fields, properties, schema, store } = this.#options;
    const { existing = [] } = this.#options;
    const planned = planGroups({ schema, properties, existing, sample });
    this.#columns = planned.map(({ columns }) => columns);
    const settings = fileSettings(properties, store.ports);
    const meta = properties.text("writer.enc.meta");
    return planned.map((group, index) => {
      const format = store.ports.formats.get(group.format);
      if (format === undefined) {
        throw new TableError(
          "NotSupported",
          `Cannot write files of format "${group.format}": here are ` +
            [...store.ports.formats.keys()].join(", "),
        );
      }
      const own = group.columns.map((name) => this.#field(name, fields));
      return new GroupWriter({
        store,
        group,
        number: index,
        schema: arrowSchema(arrow, own),
        format,
        settings,
        properties: properties.flag("writer.enc.enable")
          ? { "encryption.meta": meta }
          : {},
        rollingSizeBytes: properties.count("writer.file_rolling.size"),
      });
    });
  }

  #field(name: string, fields: readonly TableField[]): TableField {
    const field = fields.find((one) => one.name === name);
    if (field !== undefined) return field;
    throw new TableError(
      "SchemaMismatch",
      `Cannot append rows without column "${name}": the table keeps it in ` +
        "the same files as others that they have",
    );
  }

  #mustFit(batch: RecordBatch): void {
    const { fields } = this.#options;
    const found = fieldsOfArrow(batch.schema);
    const wrong = fields.find((field, index) => {
      const other = found[index];
      return other === undefined || other.name !== field.name ||
        !isSameType(other.type, field.type);
    });
    if (wrong === undefined && found.length === fields.length) {
      this.#mustHoldNoNulls(batch);
      return;
    }
    throw new TableError(
      "SchemaMismatch",
      `Cannot write rows of columns ${namesOf(found)}: the writer was ` +
        `opened for ${namesOf(fields)}`,
    );
  }

  #mustHoldNoNulls(batch: RecordBatch): void {
    const { fields } = this.#options;
    for (const [index, field] of fields.entries()) {
      const nulls = batch.data.children[index]?.nullCount ?? 0;
      if (field.nullable || nulls === 0) continue;
      throw new TableError(
        "SchemaMismatch",
        `Cannot write ${nulls} nulls to column "${field.name}": it holds none`,
      );
    }
  }

  #failIfArmed(point: "writer.flush.fail" | "writer.close.fail"): void {
    const { store } = this.#options;
    if (store.ports.faults.fires(point, 5) === null) return;
    throw new TableError(
      "FaultInjected",
      `Cannot write to table "${store.url}": the fault ${point} is armed`,
    );
  }

  #mustBeOpen(action: string): void {
    if (this.#state === "open") return;
    throw new TableError(
      "Closed",
      `Cannot ${action}: the writer was ${this.#state}`.replace(
        "was failed",
        "has failed, and what it wrote is given up",
      ),
    );
  }
}

function propertiesOf(given: TableWriterOptions["properties"]) {
  return given instanceof TableProperties ? given : parseProperties(given);
}

function mustDiffer(fields: readonly TableField[]): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) {
      throw new TableError(
        "SchemaMismatch",
        `Cannot write two columns of the name "${name}"`,
      );
    }
    names.add(name);
  }
}

function namesOf(fields: readonly TableField[]): string {
  return fields.map(({ name }) => `"${name}"`).join(", ") || "none";
}
