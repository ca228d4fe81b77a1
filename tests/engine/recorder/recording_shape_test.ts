import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { RECORDING_SHAPE } from "../../../engine/recorder/recording_shape.ts";
import { recording, stepRecording } from "../../_support/report_fixture.ts";

Deno.test("RECORDING_SHAPE fits what the recorder makes", () => {
  const whole = recording({ steps: [stepRecording()] });
  assertEquals(firstMismatch(whole, RECORDING_SHAPE), null);
});

Deno.test("RECORDING_SHAPE misses each part that is taken away", () => {
  const whole = recording({ steps: [stepRecording()] });
  for (const name of Object.keys(whole)) {
    const damaged = Object.fromEntries(
      Object.entries(whole).filter(([key]) => key !== name),
    );
    assertEquals(
      firstMismatch(damaged, RECORDING_SHAPE),
      `the document lacks "${name}"`,
    );
  }
});
