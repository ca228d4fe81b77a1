import { assertEquals } from "@std/assert";
import { tableFromIPC } from "apache-arrow";
import {
  keptColumns,
  type OperationWords,
  toldColumns,
} from "../../../../engine/report/arrow/operation_columns.ts";
import type { ArrowColumn } from "../../../../engine/report/arrow/arrow_file.ts";
import { ArrowWriter } from "../../../../engine/report/arrow/arrow_writer.ts";
import type { ToldOperation } from "../../../../engine/workers/mod.ts";
import { KeptColumns } from "../../../../ffi/kept_columns.ts";
import { LANE_OPS } from "../../../../ffi/evidence.ts";
import { keptOperation } from "../../../_support/kept_operation.ts";

const WORDS: OperationWords = {
  targets: ["a", "b"],
  steps: ["fill", "mix"],
  ops: [...LANE_OPS, "append"],
  statusName: (status) => `E${-status}`,
};

const TOLD: ToldOperation = {
  ...{ target: "b", step: "mix", op: "append", lane: 1, key: "append 3" },
  ...{ bytes: 640, startNs: 10, endNs: 20, attempts: 2, generation: 4 },
  failure: null,
};

/** Read again out of a file, as plain values. */
async function readAgain(...batches: readonly ArrowColumn[][]) {
  const pieces: Uint8Array[] = [];
  const writer = await ArrowWriter.open([], (bytes) => {
    pieces.push(bytes);
    return Promise.resolve();
  });
  for (const columns of batches) writer.add(columns);
  await writer.close();
  const table = tableFromIPC(pieces);
  return [...table].map((row) =>
    Object.fromEntries(
      Object.entries(row?.toJSON() ?? {}).map(([name, value]) => [
        name,
        typeof value === "bigint" ? Number(value) : value,
      ]),
    )
  );
}

Deno.test("keptColumns() are rows of lanes over files and over keys", async () => {
  const kept = new KeptColumns(4);
  kept.add(keptOperation({ op: "write", place: 1, offset: 4096 }));
  const failed = { status: -28, bytes: 0, attempts: 3, generation: 0 };
  kept.add(keptOperation({ op: "get", firstByteNs: 120, intendedNs: 90 }));
  kept.add(keptOperation({ op: "put", ...failed, isWarmup: true }));
  const rows = await readAgain(keptColumns(kept.copy(), [
    {
      ...{ from: 0, to: 1, target: "a", step: "fill", lane: 2 },
      keyName: () => null,
    },
    {
      ...{ from: 1, to: 3, target: "b", step: "mix", lane: 0 },
      keyName: (place) => `key ${place}`,
    },
  ], WORDS));
  const put = {
    ...{ target: "b", step: "mix", lane: 0, key: "key 3", file: null },
    ...{ offset: 0, start_ns: 100, end_ns: 150, status: 0, error: null },
    ...{ intended_ns: null, first_byte_ns: null, is_warmup: false },
  };
  assertEquals(rows, [
    {
      ...{ target: "a", step: "fill", op: "write", lane: 2, key: null },
      ...{ file: 1, offset: 4096, bytes: 4096, generation: 1 },
      ...{ intended_ns: null, start_ns: 100, first_byte_ns: null },
      ...{ end_ns: 150, attempts: 1, status: 0, error: null },
      is_warmup: false,
    },
    {
      ...{ ...put, op: "get", bytes: 4096, generation: 1, attempts: 1 },
      ...{ intended_ns: 90, first_byte_ns: 120 },
    },
    {
      ...{ ...put, op: "put", bytes: 0, generation: null, attempts: 3 },
      ...{ status: -28, error: "E28", is_warmup: true },
    },
  ]);
});

Deno.test("toldColumns() go into one file with those of lanes", async () => {
  const kept = new KeptColumns(1);
  kept.add(keptOperation());
  const span = { from: 0, to: 1, target: "a", step: "fill", lane: 0 };
  const [none, first, lane, second] = [
    toldColumns([], WORDS),
    toldColumns([TOLD], WORDS),
    keptColumns(kept, [{ ...span, keyName: () => null }], WORDS),
    toldColumns([
      {
        ...TOLD,
        lane: null,
        bytes: null,
        generation: null,
        failure: "NoSpace",
      },
    ], WORDS),
  ];
  const rows = await readAgain(none, first, lane, second);
  assertEquals(
    rows.map(({ op, lane, key, bytes, generation, status, error }) => [
      ...[op, lane, key, bytes, generation, status, error],
    ]),
    [
      ["append", 1, "append 3", 640, 4, null, null],
      ["put", 0, null, 4096, 1, 0, null],
      ["append", null, "append 3", null, null, null, "NoSpace"],
    ],
  );
});
