import { assertEquals } from "@std/assert";
import {
  renderIntervalHeader,
  renderIntervalRow,
} from "../../../engine/report/interval_text.ts";
import { interval } from "../../_support/report_fixture.ts";

const ROW = { step: "fill", startNs: 0 };

Deno.test("renderIntervalRow() fits the columns of its header", () => {
  const { ops } = interval();
  const read = {
    count: 123_456,
    bytes: 505_675_776,
    errors: 0,
    meanNs: 90_000,
    p50Ns: 85_300,
    p99Ns: 1_234_000,
    maxNs: 9_000_000,
  };
  const row = interval({ ops: { ...ops, read }, findings: 12 });
  assertEquals([
    ...renderIntervalHeader(),
    renderIntervalRow({ ...ROW, interval: interval() }),
    renderIntervalRow({ ...ROW, step: "overwrite-all", interval: row }),
  ], [
    "                                         read                         write",
    "    s step        MB/s    IOPS p50 us  p99 us   MB/s    IOPS p50 us  p99 us bad",
    "  2.0 fill           -       -      -       -    4.1    1000  100.0   100.0   0",
    "  2.0 overwrite  505.7  123456   85.3    1234    4.1    1000  100.0   100.0  12",
  ]);
});

Deno.test("renderIntervalRow() keeps its columns for the slowest storage", () => {
  const { ops } = interval();
  const slow = { ...ops.write, p50Ns: 2.5e9, p99Ns: 3.6e12, maxNs: 3.6e12 };
  const header = renderIntervalHeader()[1] ?? "";
  const line = renderIntervalRow({
    ...ROW,
    interval: interval({ ops: { ...ops, write: slow } }),
  });
  assertEquals(line.length, header.length);
  assertEquals(line.endsWith(" 2.5e+6  3.6e+9   0"), true);
});

Deno.test("renderIntervalRow() says that a step is warming up", () => {
  const { ops } = interval();
  const idle = interval({ isWarmup: true, ops: { ...ops, write: ops.read } });
  assertEquals(
    renderIntervalRow({ ...ROW, interval: idle }),
    "  2.0 fill       warming up",
  );
});

Deno.test("renderIntervalRow() has no rate of the first instants", () => {
  const warm = { isWarmup: true, startNs: 1.81e9 };
  const line = (changes: Parameters<typeof interval>[0]) =>
    renderIntervalRow({ ...ROW, interval: interval(changes) });
  assertEquals(line(warm), "  2.0 fill       warming up");
  assertEquals(line({ ...warm, startNs: 1.8e9 }).includes("5000"), true);
  assertEquals(line({ ...warm, isWarmup: false }).includes("5263"), true);
});

Deno.test("renderIntervalRow() shows what is found in a warm-up", () => {
  const { ops } = interval();
  const idle = { isWarmup: true, ops: { ...ops, write: ops.read } };
  const line = renderIntervalRow({
    ...ROW,
    interval: interval({ ...idle, findings: 12 }),
  });
  assertEquals(line.startsWith("  2.0 fill       warming up  "), true);
  assertEquals(line.endsWith(" 12"), true);
  assertEquals(line.length, renderIntervalHeader()[1]?.length);
});

Deno.test("renderIntervalRow() rates by the true length of the interval", () => {
  const half = interval({ startNs: 1.5e9 });
  assertEquals(
    renderIntervalRow({ ...ROW, interval: half }).includes("8.2    2000"),
    true,
  );
});

Deno.test("renderIntervalHeader() leaves the last of 80 columns free", () => {
  for (const line of renderIntervalHeader()) {
    assertEquals(line.length < 80, true);
  }
});

Deno.test("renderIntervalRow() puts reads above writes where it is narrow", () => {
  const { ops } = interval();
  const row = interval({ ops: { ...ops, read: ops.write } });
  const lines = (columns: number) => [
    ...renderIntervalHeader(columns),
    ...renderIntervalRow({ ...ROW, interval: row }, columns).split("\n"),
  ];
  assertEquals(lines(60), [
    "    s step          MB/s    IOPS p50 us  p99 us",
    "  2.0 fill      r    4.1    1000  100.0   100.0",
    "                w    4.1    1000  100.0   100.0",
  ]);
  assertEquals(lines(40)[1], "  2.0 fill      r    4.1   100.0");
  assertEquals(lines(40).every((line) => line.length < 40), true);
});

Deno.test("renderIntervalRow() says also in few columns what was wrong", () => {
  const { ops } = interval();
  const one = interval({ findings: 3 });
  assertEquals(
    renderIntervalRow({ ...ROW, interval: one }, 40),
    "  2.0 fill      w    4.1   100.0\n      3 bad",
  );
  const none = interval({ ops: { ...ops, write: ops.read } });
  assertEquals(
    renderIntervalRow({ ...ROW, interval: none }, 40),
    "  2.0 fill      -",
  );
});
