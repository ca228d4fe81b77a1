import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { judgeLoader } from "../../../engine/report/loader_judgement.ts";
import { loaderShape } from "../../../engine/report/loader_schema.ts";
import { loaderRecording } from "../../_support/loader_fixture.ts";

Deno.test("loaderShape() holds what is judged, and misses a part that is gone", () => {
  const shape = loaderShape({ type: "object" });
  const judged = judgeLoader(loaderRecording());
  assertEquals(firstMismatch(judged, shape), null);
  const { epochs: _, ...rest } = judged;
  assertEquals(firstMismatch(rest, shape), 'the document lacks "epochs"');
});
