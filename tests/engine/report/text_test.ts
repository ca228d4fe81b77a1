import { assertEquals } from "@std/assert";
import { buildReport, renderText } from "../../../engine/report/mod.ts";
import { fullReport } from "../../_support/full_report.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  findingRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

const PLAIN = { width: 80, color: false };

const FULL = `\
FAULTS ARMED: write.zero:after=3
stor-verify 0.1.0, profile example
run 0123456789abcdef, seed 42
host-1: 4 x Example CPU, 8 GiB, kernel 6.1.0, clock tsc, stamp avx2

local  file:///x
fill  done in 1 s, 1 lane x depth 16, io_uring, closed loop
         count  errors  MB/s   IOPS  steady MB/s  steady IOPS
  write  1,000       0  4.10  1,000         4.10        1,000
  us       min   mean    p50    p90    p99  p99.9  p99.99    max
  write  100.0  100.0  100.0  100.0  100.0  100.0  100.0?  100.0
  verified   3.91 MiB written, 0 B read back, 0 B compared, 0 skipped,
             0 ambiguous, 0 findings
  client     The storage was the limit: the busiest lane used 30 % of a core;
             0.40 of 4 cores, 400 us of CPU each, 50 MiB resident

overwrite  done in 5 s, 1 lane x depth 16, io_uring, open loop, 7 operations
           waited for another on the same unit
          count  errors  MB/s   IOPS  steady MB/s  steady IOPS
  read   10,000       0  8.19  2,000         8.19        2,000
  write       1       0  0.00      0         0.00            0
  us          min   mean    p50    p90    p99  p99.9  p99.99     max
  read      100.0  550.0  550.4  910.3  991.2  999.4   999.9   999.9
  response  100.0  550.0  550.4  910.3  991.2  999.4   999.9  1234.6
  write     250.0  250.0      -      -      -      -       -   250.0
  offered    2,000/s, reached 2,000/s, 0 late (0 %, up to 900 us), backlog max 3
  verified   4 KiB written, 39.06 MiB read back, 35.16 MiB compared, 3.91 MiB
             skipped, 0 ambiguous, 5 findings
  client     The offered rate was the limit: the busiest lane used 98 % of a
             core; 0.08 of 4 cores, 40.00 us of CPU each, 50 MiB resident

other  direct:///y
fill  failed in 0 ns, 1 lane x depth 16, io_uring, closed loop
  verified   0 B written, 0 B read back, 0 B compared, 0 skipped, 0 ambiguous,
             0 findings
  client     Nothing was measured; 0.00 of 4 cores, 50 MiB resident

verified  3.91 MiB written, 39.06 MiB read back, 35.16 MiB compared, 3.91 MiB
          skipped, 0 ambiguous, 5 findings
client    This client was never the limit: no thread of a lane used more than
          98 % of a core; 0.13 of 4 cores, 72.72 us of CPU each, 50 MiB resident

not run
  - other read-back: A step before it failed

cases     1 held, 0 broken, 0 failed, 0 not claimed, 1 skipped
  skipped      object.list on local: too slow

doubts
  - Faults were armed (write.zero:after=3): this run tests the tester, not the
    storage
  - local: all 35.16 MiB compared may have come from this host's page cache, not
    from the storage; use direct:///x to be sure
  - Percentiles marked "?" rest on too few samples: p99.99 needs 10,000, p99.9
    1,000, p99 100, p90 10
  - overwrite on local: 3.91 MiB of what was read had never been written and was
    not compared

objectives
  met        overwrite.read.p99 <= 1ms on local: Measured 991.23 us
  missed     overwrite.read.max <= 1ms on local: Measured 1.23 ms
  undecided  overwrite.write.p99.99 <= 1ms on local: Nothing was measured for it

failures
  - Cannot open "direct:///y": it is read-only

findings  5
  - Unit 77 of sv-run-000.dat (offset 315392) holds unit 333 of the same file:
    misdirected write or read
    stor-verify verify 0123456789abcdef --target local --offset 315392
  - Unit 5 of sv-run-000.dat (offset 20480) is all zeros where generation 1 was
    written: zeroed
    stor-verify verify 0123456789abcdef --target local --offset 20480
  and 3 counted but not kept

WRONG  With faults armed (write.zero:after=3): the storage is wrong: 5 findings
       on local
`;

Deno.test("renderText() of a report with everything in it", () => {
  assertEquals(renderText(fullReport(), PLAIN), FULL);
});

Deno.test("renderText() stays within 80 columns, commands excepted", () => {
  for (const width of [80, 200]) {
    const lines = renderText(fullReport(), { width, color: false }).split("\n");
    const long = lines.filter((line) =>
      line.length > 80 && !line.includes("stor-verify verify")
    );
    assertEquals(long, []);
  }
});

Deno.test("renderText() colors nothing but words, and only when asked", () => {
  const plain = renderText(fullReport(), PLAIN);
  const colored = renderText(fullReport(), { width: 80, color: true });
  assertEquals(plain.includes("\x1b"), false);
  assertEquals(colored.includes("\x1b[31mWRONG\x1b[0m"), true);
  const bare = ["\x1b[31m", "\x1b[33m", "\x1b[0m"].reduce(
    (text, mark) => text.replaceAll(mark, ""),
    colored,
  );
  assertEquals(bare, plain);
});

Deno.test("renderText() writes out ten findings and counts the others", () => {
  const findings = Array.from(
    { length: 12 },
    (_, unit) => findingRecording({ unit, class: "zeroed", step: "fill" }),
  );
  const text = renderText(
    buildReport(recording({ steps: [stepRecording({ findings })] })),
    PLAIN,
  );
  assertEquals(text.split("zeroed").length - 1, 10);
  assertEquals(text.includes("and 2 more in the JSON report"), true);
});

Deno.test("renderText() tells a place once, however often it was read", () => {
  const one = findingRecording({ class: "zeroed", step: "fill" });
  const text = renderText(
    buildReport(recording({
      steps: [stepRecording({ findings: [one, one, one] })],
    })),
    PLAIN,
  );
  assertEquals(text.split("zeroed").length - 1, 1);
  assertEquals(text.replaceAll(/\s+/g, " ").includes("(seen 3 times)"), true);
});

Deno.test("renderText() ends with the verdict", () => {
  const counters = laneCounters({ readOps: 1, unitsCompared: 1 });
  const text = renderText(
    buildReport(recording({
      steps: [stepRecording({ lanes: [{ lane: 0, status: 0, counters }] })],
    })),
    PLAIN,
  );
  assertEquals(text.endsWith("\nPASS  4 KiB compared, nothing wrong\n"), true);
});
