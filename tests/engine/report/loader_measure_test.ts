import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  isLoaderMetric,
  loaderMeasure,
} from "../../../engine/report/loader_measure.ts";
import { loaderRecording } from "../../_support/loader_fixture.ts";

Deno.test("loaderMeasure() gives percentages, ratios, and nothing for what was not", () => {
  const recording = loaderRecording();
  assertEquals(loaderMeasure("hitRate", recording)?.value, 90);
  assertEquals(loaderMeasure("utilisation", recording)?.value, 50);
  assertEquals(loaderMeasure("compression", recording)?.value, 2.5);
  const overhead = loaderMeasure("memoryOverhead", recording);
  assertAlmostEquals(overhead?.value ?? 0, 5);
  assertEquals(loaderMeasure("hitP99", recording), null);
  assertEquals(loaderMeasure("hitRate", undefined), null);
  assertEquals([isLoaderMetric("hitRate"), isLoaderMetric("p99")], [
    true,
    false,
  ]);
});
