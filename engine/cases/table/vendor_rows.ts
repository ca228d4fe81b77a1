/**
 * What cases of Vortex and Lance share: whether this host has the library, and
 * rows of every type that those formats have in common with tables.
 */
import type { RecordBatch } from "apache-arrow";
import type {
  VendorDone,
  VendorHost,
  VendorLibrary,
} from "../../workloads/table/mod.ts";
import { CaseFailed } from "../case_failed.ts";
import { CaseSkipped } from "../case_skipped.ts";
import { onTables, type TableBench, type TableBody } from "./table_bench.ts";

/** The library of this host, and how it names itself. */
export interface FoundVendor {
  readonly host: VendorHost;
  readonly versions: string;
}

/**
 * A body for hosts that have the library. Elsewhere it is skipped, with the
 * reason that the host gives.
 */
export function withVendor(
  library: VendorLibrary,
  body: (bench: TableBench, found: FoundVendor) => ReturnType<TableBody>,
): ReturnType<typeof onTables> {
  return onTables(async (bench) => {
    const host = bench.ports.vendors;
    if (host === undefined) {
      throw new CaseSkipped(`Nobody here asks for libraries of ${library}`);
    }
    const { versions, close } = await asked(host, library);
    await close();
    return `${versions}: ${await body(bench, { host, versions })}`;
  });
}

async function asked(
  host: VendorHost,
  library: VendorLibrary,
): Promise<VendorDone> {
  const answer = await host.run({ library, action: "find" });
  if (answer.state === "done") return answer;
  if (answer.state === "absent") throw new CaseSkipped(answer.reason);
  throw new CaseFailed(answer.reason);
}

/** Of every type, with nulls, ends of their ranges and empty values. */
export function variedRows(bench: TableBench): RecordBatch {
  const { arrow } = bench;
  const made = arrow.vectorFromArray;
  const list = new arrow.List(new arrow.Field("item", new arrow.Int32(), true));
  const pair = new arrow.Struct([
    new arrow.Field("a", new arrow.Int64(), true),
    new arrow.Field("b", new arrow.Utf8(), true),
  ]);
  const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n];
  return bench.batch({
    bool: made([true, false, null, true], new arrow.Bool()),
    int8: made([-128, 127, null, 0], new arrow.Int8()),
    int16: made([-32_768, 32_767, null, 0], new arrow.Int16()),
    int32: made([-(2 ** 31), 2 ** 31 - 1, null, 0], new arrow.Int32()),
    int64: made([low, high, null, 0n], new arrow.Int64()),
    uint8: made([0, 255, null, 1], new arrow.Uint8()),
    uint32: made([0, 2 ** 32 - 1, null, 1], new arrow.Uint32()),
    uint64: made([0n, 2n ** 64n - 1n, null, 1n], new arrow.Uint64()),
    float32: made([-0, Infinity, null, 2 ** -149], new arrow.Float32()),
    float64: made([-0, NaN, null, Number.MIN_VALUE], new arrow.Float64()),
    text: made(["", "漢字 😀", null, "x".repeat(300)], new arrow.Utf8()),
    bytes: made(
      [new Uint8Array(0), Uint8Array.of(0, 255), null, Uint8Array.of(7)],
      new arrow.Binary(),
    ),
    date: made(
      [new Date(0), new Date(86_400_000 * 20_000), null, new Date(0)],
      new arrow.DateDay(),
    ),
    list: made([[1, null, 3], [], null, [4]], list),
    pair: made(
      [{ a: 1n, b: "x" }, { a: null, b: "" }, { a: 2n, b: null }, null],
      pair,
    ),
  });
}
