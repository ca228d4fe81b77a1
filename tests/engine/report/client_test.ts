import { assertEquals } from "@std/assert";
import { clientOf, totalClient } from "../../../engine/report/client.ts";
import { plannedLane, plannedStep } from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import { stepRecording } from "../../_support/report_fixture.ts";

function clientWith(
  cpuNs: number,
  changes: Parameters<typeof stepRecording>[0] = {},
  planned = plannedStep(),
) {
  const counters = laneCounters({ readOps: 900, warmupOps: 100, cpuNs });
  const step = stepRecording({
    lanes: [{ lane: 0, status: 0, counters }],
    ...changes,
  });
  return clientOf({ step, planned, overload: null, cpuCount: 4 });
}

Deno.test("clientOf() says in plain words that the storage was the limit", () => {
  const client = clientWith(0.41e9);
  assertEquals(client.isLimiting, false);
  assertEquals(
    client.sentence,
    "The storage was the limit: the busiest lane used 41 % of a core",
  );
  assertEquals(client.cores, 0.4);
});

Deno.test("clientOf() says in plain words that a lane was the limit", () => {
  const client = clientWith(0.99e9);
  assertEquals(client.isLimiting, true);
  assertEquals(
    client.sentence,
    "This client was the limit: lane 0 used 99 % of a core",
  );
});

Deno.test("clientOf() sees that all cores were busy", () => {
  const client = clientWith(0.1e9, { userNs: 2e9, systemNs: 1.9e9 });
  assertEquals(
    client.sentence,
    "This client was the limit: 3.9 of 4 cores were busy",
  );
});

Deno.test("clientOf() never says more than all of a core", () => {
  const client = clientWith(1.12e9, { userNs: 5e9 });
  assertEquals(client.laneBusiestPercent, 100);
  assertEquals(client.cores, 4);
  assertEquals(
    client.sentence,
    "This client was the limit: lane 0 used 100 % of a core",
  );
});

Deno.test("clientOf() judges nothing that was measured for 249 ms", () => {
  const client = (endNs: number) =>
    clientWith(0.25e9, { endNs, userNs: 4e9, systemNs: 0 });
  const short = client(1.249e9);
  assertEquals(short.isLimiting, false);
  assertEquals(short.sentence, "Too short to tell what the limit was");
  assertEquals(client(1.25e9).isLimiting, true);
});

Deno.test("clientOf() counts the warm-up in the CPU per operation", () => {
  assertEquals(clientWith(0).cpuNsPerOp, 0.4e9 / 1000);
});

Deno.test("clientOf() gives a psync lane a core for each thread", () => {
  const lanes = [plannedLane({ io: "psync", depth: 4 })];
  const client = clientWith(2e9, {}, plannedStep({ lanes }));
  assertEquals(client.laneBusiestPercent, 50);
  assertEquals(
    client.sentence,
    "The storage was the limit: the busiest lane used 50 % of a core with " +
      "each of its 4 threads",
  );
  assertEquals(client.isLimiting, false);
});

Deno.test("clientOf() blames the offered rate in an open loop that kept up", () => {
  const overload = {
    operations: 1000,
    offeredPerSecond: 1000,
    achievedPerSecond: 1000,
    lateStarts: 0,
    lateNsMax: 0,
    backlogMax: 0,
    isOverloaded: false,
  };
  const asked = {
    step: stepRecording(),
    planned: plannedStep({ openLoop: true }),
    cpuCount: 4,
  };
  assertEquals(
    clientOf({ ...asked, overload }).sentence,
    "The offered rate was the limit: the busiest lane used 30 % of a core",
  );
  assertEquals(
    clientOf({ ...asked, overload: { ...overload, isOverloaded: true } })
      .sentence,
    "The storage was the limit: the busiest lane used 30 % of a core",
  );
});

Deno.test("totalClient() limits the run when it limited any step", () => {
  const steps = [stepRecording(), stepRecording()];
  const total = totalClient(steps, [clientWith(0.1e9), clientWith(1e9)], 4);
  assertEquals(total.isLimiting, true);
  assertEquals(total.sentence, "This client was the limit in 1 of 2 steps");
  assertEquals(total.laneBusiestPercent, 100);
});

Deno.test("totalClient() measured nothing where nothing ran", () => {
  assertEquals(totalClient([], [], 4).sentence, "Nothing was measured");
});

Deno.test("totalClient() leaves out steps that are too short to tell", () => {
  const counters = laneCounters({ readOps: 1 });
  const lanes = [{ lane: 0, status: 0, counters }];
  const short = stepRecording({ endNs: 1.1e9, lanes });
  const [long, brief] = [clientWith(0.41e9), clientWith(1e9, short)];
  assertEquals(
    totalClient([stepRecording(), short], [long, brief], 4).sentence,
    "This client was never the limit: no thread of a lane used more than " +
      "41 % of a core",
  );
  assertEquals(
    totalClient([short], [brief], 4).sentence,
    "Too short to tell what the limit was",
  );
});
