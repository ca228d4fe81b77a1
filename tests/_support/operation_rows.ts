/**
 * The rows of an operation log beside the counts of its run's report, for tests:
 * goes in: both files; come out: pairs of texts that must be the same.
 */
import {
  type RecordBatch,
  RecordBatchReader,
  tableFromIPC,
} from "apache-arrow";
import type { Report } from "../../engine/mod.ts";

interface Tally {
  count: number;
  errors: number;
  bytes: number;
}

/** Texts of what the log holds and what the report counts, by step and op. */
export async function logAndReport(
  log: string,
  json: string,
): Promise<{ readonly log: string[]; readonly report: string[] }> {
  const table = tableFromIPC(await Deno.readFile(log));
  const report: Report = JSON.parse(await Deno.readTextFile(json));
  return { log: logTexts(table.batches), report: reportTexts(report) };
}

/** Rows of a log whose writer was killed: all whole batches of it. */
export function rowsOfCut(bytes: Uint8Array): number {
  let rows = 0;
  try {
    for (const batch of RecordBatchReader.from(bytes.slice(8))) {
      rows += batch.numRows;
    }
  } catch {
    // The batch that was being written.
  }
  return rows;
}

function logTexts(batches: readonly RecordBatch[]): string[] {
  const tallies = new Map<string, Tally>();
  for (const batch of batches) {
    for (const row of batch) {
      const { step, op, error, bytes, is_warmup } = row.toJSON();
      const name = `${step} ${op}`;
      const tally = tallies.get(name) ?? { count: 0, errors: 0, bytes: 0 };
      tallies.set(name, tally);
      if (error !== null) tally.errors++;
      else if (!is_warmup) {
        tally.count++;
        tally.bytes += Number(bytes ?? 0);
      }
    }
  }
  return [...tallies].map(([name, tally]) => textOf(name, tally)).sort();
}

function reportTexts(report: Report): string[] {
  const laned = report.steps.flatMap(({ step, ops }) =>
    ops.map((op) => textOf(`${step} ${op.op}`, op))
  );
  const clients = (report.consistency ?? []).flatMap(({ step, report }) =>
    Object.entries(report.operations).map(([op, { answered, asked }]) =>
      textOf(`${step} ${op}`, {
        ...{ count: answered, errors: asked - answered, bytes: 0 },
      })
    )
  );
  const copies = (report.pipeline ?? []).flatMap((one) => [
    textOf(`${one.step} copy`, {
      ...{ count: one.copied, errors: 0, bytes: one.copiedBytes },
    }),
    textOf(`${one.step} read-back`, {
      ...{ count: one.readBack, errors: 0, bytes: one.copiedBytes },
    }),
  ]);
  const tables = (report.table ?? []).flatMap((one) => [
    textOf(`${one.step} append`, {
      ...{ count: one.appended, errors: 0, bytes: one.rowBytes },
    }),
    textOf(`${one.step} snapshot`, {
      ...{ count: one.snapshots, errors: 0, bytes: 0 },
    }),
  ]);
  return [...laned, ...clients, ...copies, ...tables]
    .filter((text) => !text.endsWith(" 0 0 0")).sort();
}

function textOf(name: string, { count, errors, bytes }: Tally): string {
  return `${name} ${count} ${errors} ${bytes}`;
}
