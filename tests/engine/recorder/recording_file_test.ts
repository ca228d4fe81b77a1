import { assertEquals, assertThrows } from "@std/assert";
import {
  loadRecording,
  saveRecording,
} from "../../../engine/recorder/recording_file.ts";
import { recording, stepRecording } from "../../_support/report_fixture.ts";

Deno.test("loadRecording() gives back what saveRecording() wrote", () => {
  const original = recording({ steps: [stepRecording()] });
  assertEquals(loadRecording(saveRecording(original)), original);
});

Deno.test("loadRecording() names the first damage", () => {
  const cases: [string, string][] = [
    ["{", "Cannot read recording: it is not JSON"],
    ["[]", "Cannot read recording: the document is an array, not object"],
    ["{}", 'Cannot read recording: the document lacks "version"'],
    [
      JSON.stringify({ ...recording(), version: 2 }),
      "Cannot read recording: the document.version is 2, not one of 1",
    ],
    [
      JSON.stringify(recording({ steps: [stepRecording({ startNs: NaN })] })),
      "Cannot read recording: the document.steps[0].startNs is null, " +
      "not number",
    ],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => loadRecording(text), Error);
    assertEquals(error.message, message);
  }
});
