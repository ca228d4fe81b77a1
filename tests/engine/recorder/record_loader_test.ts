import { assertEquals } from "@std/assert";
import { decodeHistogram } from "../../../engine/recorder/mod.ts";
import { recordLoader } from "../../../engine/recorder/record_loader.ts";
import { loaderRecording } from "../../_support/loader_fixture.ts";

Deno.test("recordLoader() keeps hits as a histogram, and leaves none out", () => {
  const counts = new Float64Array(33_792);
  counts[7] = 2;
  const totals = { counts, count: 2, over: 0, sumNs: 14, minNs: 7, maxNs: 7 };
  const recorded = recordLoader({ ...loaderRecording(), hits: totals });
  assertEquals(decodeHistogram(recorded.hits?.histogram ?? "")[7], 2);
  assertEquals([recorded.hits?.count, recorded.hits?.meanNs], [2, 7]);
  const none = { ...totals, count: 0 };
  assertEquals(
    "hits" in recordLoader({ ...loaderRecording(), hits: none }),
    false,
  );
});
