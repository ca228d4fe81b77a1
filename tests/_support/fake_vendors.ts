/**
 * Libraries of Vortex and Lance that are made of Arrow in memory: files that
 * begin and end with their marks, datasets with a version of JSON, and one lie
 * at a time about what they read.
 */
import type { RecordBatch, Table } from "apache-arrow";
import type {
  VendorAnswer,
  VendorHost,
  VendorRequest,
} from "../../engine/mod.ts";
import {
  type ArrowLibrary,
  batchOf,
  loadArrow,
} from "../../engine/workloads/table/mod.ts";
import { gatherRows } from "../../engine/workloads/table/gather.ts";

/** What it tells wrongly. */
export type VendorLie =
  | "a bit of the last number"
  | "the last row"
  | "the number of rows"
  | "the order of fragments"
  | "the second fragment"
  | "what was deleted"
  | "any mark";

export interface FakeVendorsOptions {
  readonly lie?: VendorLie;
  /** Instead of doing anything. */
  readonly answer?: VendorAnswer;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Files = Map<string, Bytes>;
const MARK = new TextEncoder().encode("VTXF");

/** A host that has both of them. */
export function fakeVendors(options: FakeVendorsOptions = {}): VendorHost {
  return {
    async run(request) {
      const { answer } = options;
      const files = await filesOf(request);
      if (answer !== undefined) return answer;
      const arrow = await loadArrow();
      return await new FakeLibrary(arrow, options.lie).run(request, files);
    },
  };
}

async function filesOf({ files }: VendorRequest): Promise<Files> {
  const found: Files = new Map();
  for await (const { name, pieces } of files ?? []) {
    const parts = await Array.fromAsync(pieces, (part) => part.slice());
    found.set(name, new Uint8Array(await new Blob(parts).arrayBuffer()));
  }
  return found;
}

class FakeLibrary {
  readonly #arrow: ArrowLibrary;
  readonly #lie: VendorLie | undefined;

  constructor(arrow: ArrowLibrary, lie: VendorLie | undefined) {
    this.#arrow = arrow;
    this.#lie = lie;
  }

  async run(request: VendorRequest, files: Files): Promise<VendorAnswer> {
    const { action, options = {} } = request;
    switch (action) {
      case "find":
        return done({}, new Map());
      case "write":
        return done(
          {},
          new Map([[
            "file",
            this.#fileOf(
              await this.#tables(
                files.get("rows.arrow"),
              ),
            ),
          ]]),
        );
      case "describe":
      case "read": {
        const bytes = files.get("file") ?? new Uint8Array(0);
        const isMarked = this.#lie === "any mark" ||
          [bytes.subarray(0, 4), bytes.subarray(-4)]
            .every((mark) => mark.join() === MARK.join());
        if (!isMarked) return { state: "refused", reason: "It has no mark" };
        const isWhole = bytes.subarray(-4).join() === MARK.join();
        const batch = this.#batchOf(bytes.slice(4, isWhole ? -4 : undefined));
        if (action === "read") return this.#read(batch, options);
        const rows = batch.numRows +
          (this.#lie === "the number of rows" ? 1 : 0);
        const empty = batch.slice(0, 0);
        return done({ rows }, new Map([["rows.arrow", this.#ipc(empty)]]));
      }
      case "make":
        return this.#make([...files.values()], options);
      case "explore":
        return this.#explore(files);
    }
  }

  #read(
    whole: RecordBatch,
    options: NonNullable<VendorRequest["options"]>,
  ): VendorAnswer {
    const { places, range = [0, whole.numRows] } = options;
    const [start, end] = Array.isArray(range) ? range.map(Number) : [];
    const rows = Array.isArray(places)
      ? places.map(Number)
      : Array.from({ length: whole.numRows }, (_, row) => row)
        .slice(start, end);
    const lost = this.#lie === "the last row" ? rows.slice(0, -1) : rows;
    const batch = gatherRows(this.#arrow, whole, lost);
    if (this.#lie === "a bit of the last number") flipLast(batch);
    return done({}, new Map([["rows.arrow", this.#ipc(batch)]]));
  }

  #make(
    parts: readonly Bytes[],
    { deletedIds, hasTwice }: NonNullable<VendorRequest["options"]>,
  ): VendorAnswer {
    const arrow = this.#arrow;
    const gone = new Set(
      Array.isArray(deletedIds) ? deletedIds.map(Number) : [],
    );
    const files: Files = new Map();
    let fields: readonly string[] = [];
    const fragments = parts.map((bytes, id) => {
      const batch = this.#batchOf(bytes);
      const ids = [...batch.getChild("id") ?? []].map(Number);
      const live = Array.from({ length: batch.numRows }, (_, row) => row)
        .filter((row) => !gone.has(ids[row] ?? -1));
      const own = batch.schema.fields.map(({ name }) => name);
      files.set(`data/${id}.lance`, this.#fileOf([batch]));
      const told = [{ path: `data/${id}.lance`, columns: own }];
      fields = own;
      if (hasTwice === true) {
        const twice = arrow.vectorFromArray(
          ids.map((one) => BigInt(2 * one)),
          new arrow.Int64(),
        );
        const added = new arrow.Table({ twice }).batches.slice(0, 1);
        files.set(`data/${id}-twice.lance`, this.#fileOf(added));
        told.push({ path: `data/${id}-twice.lance`, columns: ["twice"] });
        fields = [...own, "twice"];
        files.set("_versions/schema", this.#ipc(joined(arrow, batch, added)));
      } else files.set("_versions/schema", this.#ipc(batch));
      return {
        ...{ id, physicalRows: batch.numRows, files: told },
        deletedRows: batch.numRows - live.length,
        live: rangesOf(live),
      };
    });
    const text = JSON.stringify({ version: 1, fields, fragments });
    files.set("_versions/1.manifest", new TextEncoder().encode(text));
    return done({}, files);
  }

  #explore(files: Files): VendorAnswer {
    const text = new TextDecoder().decode(files.get("_versions/1.manifest"));
    const told = JSON.parse(text);
    if (this.#lie === "the second fragment") told.fragments.splice(1, 1);
    if (this.#lie === "the order of fragments") told.fragments.reverse();
    if (this.#lie === "what was deleted") {
      for (const one of told.fragments) one.live = [[0, one.physicalRows]];
    }
    const kept = files.get("_versions/schema");
    const empty = kept === undefined
      ? this.#arrow.tableToIPC(new this.#arrow.Table({}), "stream").slice()
      : this.#ipc(this.#batchOf(kept).slice(0, 0));
    return done(told, new Map([["rows.arrow", empty]]));
  }

  #fileOf(batches: readonly RecordBatch[]): Bytes {
    const [first] = batches;
    if (first === undefined) return MARK;
    const body = this.#ipc(first);
    return new Uint8Array([...MARK, ...body, ...MARK]);
  }

  /** The rows of all streams, as one batch. */
  async #tables(bytes = new Uint8Array(0)): Promise<RecordBatch[]> {
    const batches: RecordBatch[] = [];
    const all = await this.#arrow.RecordBatchReader.readAll(bytes);
    for await (const reader of all) {
      for await (const batch of reader) batches.push(batch);
    }
    return batches;
  }

  #batchOf(bytes = new Uint8Array(0)): RecordBatch {
    const table: Table = this.#arrow.tableFromIPC(bytes);
    const [batch] = table.batches;
    if (batch === undefined) throw new TypeError("It has no rows");
    return batch;
  }

  #ipc(batch: RecordBatch): Bytes {
    const table = new this.#arrow.Table(batch.schema, [batch]);
    return this.#arrow.tableToIPC(table, "stream").slice();
  }
}

function joined(
  arrow: ArrowLibrary,
  batch: RecordBatch,
  others: readonly RecordBatch[],
): RecordBatch {
  const all = [batch, ...others];
  return batchOf(arrow, {
    schema: new arrow.Schema(all.flatMap(({ schema }) => schema.fields)),
    columns: all.flatMap(({ data }) => data.children),
    rowCount: batch.numRows,
  });
}

function rangesOf(rows: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last?.[1] === row) last[1] = row + 1;
    else ranges.push([row, row + 1]);
  }
  return ranges;
}

function flipLast(batch: RecordBatch): void {
  const values = batch.data.children.at(-1)?.values;
  if (!ArrayBuffer.isView(values)) return;
  const bytes = new Uint8Array(
    values.buffer,
    values.byteOffset,
    values.byteLength,
  );
  bytes[0] = (bytes[0] ?? 0) ^ 1;
}

function done(
  facts: Readonly<Record<string, unknown>>,
  files: Files,
): VendorAnswer {
  let isClosed = false;
  return {
    state: "done",
    versions: "fake-vendor 1",
    facts,
    files: [...files.keys()],
    async *read(name) {
      const bytes = await Promise.resolve(files.get(name));
      if (bytes === undefined) throw new TypeError(`There is no "${name}"`);
      // In pieces that nothing of Arrow ends at.
      for (let at = 0; at < bytes.length; at += 997) {
        yield bytes.slice(at, at + 997);
      }
    },
    close() {
      if (isClosed) return Promise.reject(new TypeError("It is closed twice"));
      isClosed = true;
      return Promise.resolve();
    },
  };
}
