import { assertAlmostEquals, assertEquals } from "@std/assert";
import { judgeLoader } from "../../../engine/report/loader_judgement.ts";
import { loaderRecording } from "../../_support/loader_fixture.ts";

Deno.test("judgeLoader() holds the growth of memory against the limit of the cache", () => {
  assertAlmostEquals(judgeLoader(loaderRecording()).memoryOverhead ?? 0, 0.05);
  const small = loaderRecording({ residentBytesMax: 1e6 });
  assertEquals(judgeLoader(small).memoryOverhead, 0);
  assertEquals(
    judgeLoader(loaderRecording({ cache: null })).memoryOverhead,
    null,
  );
});
