import { assertEquals } from "@std/assert";
import {
  curveAt,
  curveShares,
} from "../../../../engine/report/html/curve_points.ts";
import { percentilesOf } from "../../../../engine/report/percentiles.ts";
import { latencyRecording } from "../../../_support/report_fixture.ts";

Deno.test("curveShares() begins at none and ends at the last operation", () => {
  const shares = curveShares(1000);
  assertEquals([shares[0], shares.at(-1)], [1, 1000]);
  assertEquals(curveShares(0), []);
});

Deno.test("curveAt() goes through the percentiles of the report", () => {
  const found = percentilesOf([
    latencyRecording(Array.from({ length: 1000 }, (_, i) => 1000 * (i + 1))),
  ]);
  if (found === null) throw new TypeError("has samples");
  const { p50Ns, p90Ns, p99Ns, maxNs } = found;
  assertEquals(curveAt(found, [2, 10, 100, 1000, 2000]), [
    p50Ns,
    p90Ns,
    p99Ns,
    maxNs,
    null,
  ]);
});
