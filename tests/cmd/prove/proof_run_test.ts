import { assertEquals, assertRejects } from "@std/assert";
import {
  BEFORE_READ,
  BEFORE_WRITE,
  FIRST_WRITTEN,
  offsetsProfile,
} from "../../../cmd/prove/proof_profile.ts";
import { runForProof } from "../../../cmd/prove/proof_run.ts";
import { withBench } from "./_bench.ts";

const RUN = {
  profile: offsetsProfile(),
  runId: "00000000000000a1",
  seed: "42",
};

Deno.test("runForProof() stops where the profile says, and reads twice", async () => {
  await withBench("file", async (bench) => {
    const stops: string[] = [];
    const { again, report } = await runForProof(bench, {
      ...RUN,
      onStop: (stop) => {
        stops.push(stop);
      },
    });
    assertEquals(stops, [FIRST_WRITTEN, BEFORE_WRITE, BEFORE_READ]);
    assertEquals(report.verdict.outcome, "pass");
    assertEquals(again?.verdict.outcome, "pass");
    assertEquals(again?.coverage.comparedBytes, 256 * 4096);
  });
});

Deno.test("runForProof() reads memory once, and marks a run with a fault", async () => {
  await withBench("mem", async (bench) => {
    const { again, report } = await runForProof(bench, {
      ...RUN,
      fault: "zeroed",
    });
    assertEquals(again, undefined);
    assertEquals(report.faultsArmed, ["prove: zeroed"]);
  });
});

Deno.test("runForProof() fails with what a stop failed with, faults disarmed", async () => {
  await withBench("mem", async (bench) => {
    const { faults } = bench.wiring.core;
    await assertRejects(
      () =>
        runForProof(bench, {
          ...RUN,
          onStop(stop) {
            faults.arm("write.lost:after=1000000");
            throw new RangeError(`at ${stop}`);
          },
        }),
      RangeError,
      FIRST_WRITTEN,
    );
    assertEquals(faults.armed, false);
  });
});
