import { assert, assertEquals } from "@std/assert";
import { renderSweep } from "../../../../engine/report/limit/mod.ts";
import { sweepReport, swept } from "./sweep_fixture.ts";

const KiB = 1024;

const REFUSED = {
  outcome: "refused",
  reason: "Cannot stamp blocks of 1000 bytes: give a multiple of 4096",
  measured: null,
} as const;

const ROWS = [
  swept({ blockSizeBytes: 4 * KiB, depth: 1 }),
  swept({ blockSizeBytes: 4 * KiB, depth: 16 }),
  swept({ blockSizeBytes: 1000, depth: 1 }, REFUSED),
  swept({ blockSizeBytes: 64 * KiB, depth: 1 }),
];

Deno.test("renderSweep() prints every combination, a chart, the best and what failed", () => {
  assertEquals(
    renderSweep(sweepReport(ROWS)),
    `sweep  step "skewed" of profile "quick", 4 combinations of blockSize, depth

latencies in us
blockSize  depth  MB/s    IOPS    op   p50     p99  p99.9
    4 KiB      1   4.1   1,000  read  50.0   100.0  900.0
    4 KiB     16  65.5  16,000  read  50.0  1600.0  900.0
   1000 B      1     -       -           -       -      -  refused
   64 KiB      1  65.5   1,000  read  50.0   100.0  900.0

MB/s
  4 KiB    1   4.1 MB/s ###
  4 KiB   16  65.5 MB/s #######################################################
  64 KiB   1  65.5 MB/s #######################################################

most MB/s      blockSize 4 KiB, depth 16: 65.5 MB/s
most IOPS      blockSize 4 KiB, depth 16: 16,000/s
lowest p99     blockSize 4 KiB, depth 1: 100 us

refused      blockSize 1000 B, depth 1: Cannot stamp blocks of 1000 bytes: give
             a multiple of 4096
`,
  );
});

Deno.test("renderSweep() says what was never tried, and what it was limited by", () => {
  const [first] = ROWS;
  const measured = first?.measured ?? null;
  const limited = measured && { ...measured, isClientLimit: true };
  const row = swept({ depth: 2 }, { measured: limited });
  const text = renderSweep({ ...sweepReport([row]), combinations: 9 });
  assert(text.includes("client: this program was the bottleneck"));
  assert(text.includes("not tried    8 of 9 combinations"));
  assert(
    renderSweep({ ...sweepReport([]), combinations: 3 }).includes("3 of 3"),
  );
});

Deno.test("renderSweep() compares operations where blocks are of one size", () => {
  const rows = [swept({ depth: 1 }), swept({ depth: 4 })];
  const text = renderSweep({ ...sweepReport(rows), varied: ["depth"] });
  assert(text.includes("\nIOPS\n  1  1,000/s ####"), text);
});

Deno.test("renderSweep() stays within 80 columns with long names of targets", () => {
  const far = { target: "s3://a-bucket-with-a-long-name/and/a/prefix" };
  const rows = [...ROWS, ...ROWS.map((row) => ({ ...row, ...far }))];
  const lines = renderSweep(sweepReport(rows)).split("\n");
  assert(lines.every((line) => line.length <= 80), lines.join("\n"));
});
