import { assertEquals } from "@std/assert";
import { findingReports } from "../../../engine/report/finding_report.ts";
import {
  plan,
  plannedLane,
  plannedSpace,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  findingRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

const FILES = [
  { name: "a", objectId: "00000000000000a0" },
  { name: "b", objectId: "00000000000000a1" },
];

function reportsFor(
  space: Partial<Parameters<typeof plannedSpace>[0]>,
  unitsCompared = 0,
) {
  const readBack = plannedStep({
    name: "read-back",
    lanes: [plannedLane({ readPermille: 1000 })],
  });
  const target = plannedTarget({
    space: plannedSpace({ files: FILES, ...space }),
    steps: [readBack],
  });
  return findingReports(recording({
    plan: plan({ targets: [target] }),
    steps: [stepRecording({
      step: "read-back",
      findings: [findingRecording({ file: "b" })],
      lanes: [{
        lane: 0,
        status: 0,
        counters: laneCounters({ unitsCompared }),
      }],
    })],
  }));
}

Deno.test("findingReports() give the command that shows a finding again", () => {
  const offset = 1024 * 4096 + 77 * 4096;
  assertEquals(
    reportsFor({})[0]?.again,
    `stor-verify verify 0123456789abcdef --target local --offset ${offset}`,
  );
});

Deno.test("findingReports() repeat the run when the bytes are gone", () => {
  assertEquals(
    reportsFor({ kind: "memory" })[0]?.again,
    "stor-verify run --profile example --target local --seed 42",
  );
});

Deno.test("findingReports() name files by their objects", () => {
  assertEquals(
    reportsFor({})[0]?.sentence,
    "Unit 77 of b (offset 315392) holds unit 333 of a: " +
      "misdirected write or read",
  );
});

Deno.test("findingReports() refine only by steps that compared everything", () => {
  assertEquals(reportsFor({}, 999)[0]?.class, "misdirected");
  assertEquals(reportsFor({}, 1000)[0]?.class, "duplicated");
});

Deno.test("findingReports() repeat the run for a listed key without a number", () => {
  const step = stepRecording({
    findings: [
      findingRecording({ file: "x/.tmp", key: 2 ** 32 - 1, op: "list" }),
    ],
  });
  assertEquals(
    findingReports(recording({ steps: [step] }))[0]?.again
      .startsWith("stor-verify run --profile "),
    true,
  );
});

Deno.test("findingReports() repeat the flags that later commands need", () => {
  const target = plannedTarget({ space: plannedSpace({ files: FILES }) });
  const again = (kind: "directory" | "memory") =>
    findingReports(recording({
      plan: plan({
        targets: [{ ...target, space: plannedSpace({ files: FILES, kind }) }],
      }),
      repeat: ["--config", "/my files/sv.yaml"],
      rerun: ["--profile", "/p.yaml", "--size", "1MiB"],
      steps: [stepRecording({ findings: [findingRecording({ file: "a" })] })],
    }))[0]?.again;
  assertEquals(
    again("directory"),
    "stor-verify verify 0123456789abcdef --target local --offset 315392 " +
      "--config '/my files/sv.yaml'",
  );
  assertEquals(
    again("memory"),
    "stor-verify run --profile /p.yaml --size 1MiB --target local --seed 42 " +
      "--config '/my files/sv.yaml'",
  );
});
