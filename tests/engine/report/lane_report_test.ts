import { assertEquals } from "@std/assert";
import { laneReports } from "../../../engine/report/lane_report.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

Deno.test("laneReports() tells each lane by itself, with what it did", () => {
  const rows = laneReports([
    {
      lane: 0,
      status: 0,
      counters: laneCounters({
        startNs: 1e9,
        endNs: 3e9,
        readOps: 5,
        readBytes: 20480,
        writeErrors: 1,
        cpuNs: 7,
        unitsBad: 2,
      }),
    },
    { lane: 1, status: -5, counters: laneCounters() },
  ]);
  assertEquals(rows[0], {
    lane: 0,
    status: 0,
    durationNs: 2e9,
    ops: [
      { op: "read", count: 5, errors: 0, bytes: 20480 },
      { op: "write", count: 0, errors: 1, bytes: 0 },
    ],
    cpuNs: 7,
    conflicts: 0,
    lateStarts: 0,
    backlogMax: 0,
    findings: 2,
  });
  assertEquals([rows[1]?.durationNs, rows[1]?.ops], [0, []]);
});
