/** Promises of `engine/report/object_text.ts`, and a whole report of keys. */
import { assertEquals } from "@std/assert";
import { objectsText, sizeTable } from "../../../engine/report/object_text.ts";
import { buildReport, renderText } from "../../../engine/report/mod.ts";
import { objectRecording } from "../../_support/object_report_fixture.ts";

const US = { name: "us", sizeNs: 1e3, decimals: 1 } as const;

const WHOLE = `\
stor-verify 0.1.0, profile object-example
run 0123456789abcdef, seed 42
host-1: 4 x Example CPU, 8 GiB, kernel 6.1.0, clock tsc, stamp avx2

bucket  s3://bucket/x
mixed  done in 2 s, 1 lane x depth 16, http, closed loop
        count  errors  MB/s   IOPS
  get   2,000       0  65.5  1,000
  put     500       0  16.4    250
  head     10       0     -      5
  us            min   mean    p50     p90     p99   p99.9   p99.99     max
  get         400.0  899.8  899.6  1300.5  1389.6  1398.8  1399.5?  1399.5
  first byte  200.0  449.9  449.8   650.2   694.8   699.4   699.8?   699.8
  put         400.0  524.8  524.8   624.6   647.2  649.5?   649.5?   649.5
  head         90.0   90.0      -       -       -       -        -    90.0
  by size         count  MB/s  mean us  p50 us  p99 us  max us
  get to 4 KiB      500   2.0    524.8   524.8   647.2   649.5
  get to 256 KiB    500  63.5    524.8   524.8   647.2   649.5
  put to 256 KiB    500  16.4    524.8   524.8   647.2   649.5
  verified   31.25 MiB written, 125 MiB read back, 125 MiB compared, 0 skipped,
             0 ambiguous, 0 findings
  objects    500 put, 2,000 got, 2,000 compared, 0 missing, 0 ambiguous, 0 weak
  requests   2,515 attempts, 5 retries (throttled 4, reset 1; 400 ms of
             waiting), 16 new connections
  failed     5 attempts: connection reset 1, throttled (429, 503) 4
  client     libcurl/7.88.1. The storage was the limit: the busiest lane used
             25 % of a core; 0.20 of 4 cores, 159.36 us of CPU each, 50 MiB
             resident

doubts
  - Percentiles marked "?" rest on too few samples: p99.99 needs 10,000, p99.9
    1,000, p99 100, p90 10
  - mixed on bucket: 5 attempts were made again: latencies include the failed
    ones and the waits between them

PASS  125 MiB compared, nothing wrong
`;

function step() {
  const [only] = buildReport(objectRecording()).steps;
  if (only?.objects === undefined) throw new TypeError("no step over keys");
  return { objects: only.objects, sizes: only.sizes ?? [] };
}

Deno.test("renderText() gives keys the shape that files have", () => {
  const report = buildReport(objectRecording());
  assertEquals(renderText(report, { width: 80, color: false }), WHOLE);
});

Deno.test("objectsText() tells listings and idle operations where there are any", () => {
  const { objects } = step();
  assertEquals(
    objectsText({ ...objects, listed: 1000, skipped: 2, uploadsOpen: 3 }),
    "500 put, 2,000 got, 2,000 compared, 0 missing, 0 ambiguous, 0 weak, " +
      "1,000 listed, 2 without a key to act on, 3 uploads open",
  );
});

Deno.test("objectsText() tells what was absent, and checksums that came back", () => {
  const { objects } = step();
  assertEquals(
    objectsText({ ...objects, absent: 7, checksums: 8, checksumsUnknown: 9 }),
    "500 put, 2,000 got, 2,000 compared, 0 missing, 0 ambiguous, 0 weak, " +
      "7 absent as expected, 8 returned checksums compared, " +
      "9 returned checksums not comparable",
  );
});

Deno.test("sizeTable() leaves out a class that says no more than its operation", () => {
  const { sizes } = step();
  assertEquals(sizeTable(sizes, US).length, 4);
  assertEquals(sizeTable(sizes.slice(1), US), []);
  assertEquals(sizeTable([], US), []);
});

Deno.test("sizeTable() calls the class without an end what it is", () => {
  const [get, other] = step().sizes;
  if (get === undefined || other === undefined) throw new TypeError("no sizes");
  const beyond = { ...other, uptoBytes: Number.MAX_SAFE_INTEGER };
  const names = sizeTable([get, beyond], US).map((line) => line.slice(0, 12));
  assertEquals(names.map((name) => name.trim()), [
    "by size",
    "get to 4 KiB",
    "get above",
  ]);
});
