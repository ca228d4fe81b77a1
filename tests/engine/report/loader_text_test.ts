import { assertEquals, assertStringIncludes } from "@std/assert";
import { judgeLoader } from "../../../engine/report/loader_judgement.ts";
import { loaderLines } from "../../../engine/report/loader_text.ts";
import { loaderRecording } from "../../_support/loader_fixture.ts";

Deno.test("loaderLines() tells epochs, accelerators, prefetch and cache in 80 columns", () => {
  const lines = loaderLines(judgeLoader(loaderRecording()), 80);
  assertEquals(lines.every((line) => line.length <= 80), true);
  const text = lines.join(" ").replace(/ +/g, " ");
  for (
    const part of [
      "20 samples delivered and verified (npy, stamps) by memory",
      "epoch 2: 10 each once in 2 s, 5 samples/s, 90.0 % from the cache",
      "accelerator utilisation 50.0 %",
      "18 in time, 2 late",
      "zstd 2.50x",
      "memory grew 5.0 % beyond the limit",
    ]
  ) assertStringIncludes(text, part);
});

Deno.test("loaderLines() leaves nothing out that went wrong", () => {
  const trouble = { missing: 1, truncated: 0, corrupt: 2 };
  const judged = judgeLoader(
    loaderRecording({ trouble, unacknowledged: 3, epochs: [], cache: null }),
  );
  const text = loaderLines(judged, 80).join(" ").replace(/ +/g, " ");
  assertStringIncludes(text, "1 missing, 2 corrupt, 3 never acknowledged");
});
