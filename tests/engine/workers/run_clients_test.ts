import { assert, assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import type {
  ConsistencyPorts,
  RunPlanOptions,
  Sample,
  ToldOperation,
} from "../../../engine/workers/mod.ts";
import { runClients } from "../../../engine/workers/run_clients.ts";
import { runTarget } from "../../../engine/workers/run_target.ts";
import { judgeHistory } from "../../../engine/workloads/consistency/mod.ts";
import { clientsStep } from "../../_support/consistency_fixture.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";

/** Time goes on by a microsecond a look; nobody ever wakes for progress. */
function optionsFor(
  emit: (sample: Sample) => void,
  more: Partial<RunPlanOptions> = {},
): RunPlanOptions {
  let ns = 0;
  return {
    plan: plan(),
    targets: new Map(),
    emit,
    clock: {
      nowNs: () => ns += 1000,
      sleepMs: (_ms, signal) =>
        new Promise((resolve) =>
          signal.addEventListener("abort", () => resolve(), { once: true })
        ),
    },
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}

function portsFor(
  lines: string[],
  kept: ReturnType<ReturnType<ConsistencyPorts["history"]>["close"]> = {},
): ConsistencyPorts {
  const backend = new MemBackend({ url: "mem:" });
  return {
    endpoints: () => [{ name: "mem:", backend }],
    history: () => ({ write: (line) => lines.push(line), close: () => kept }),
  };
}

Deno.test("runClients() keeps a history that is judged as the run was", async () => {
  const lines: string[] = [];
  const samples: Sample[] = [];
  const ended = await runClients({
    target: plannedTarget(),
    step: clientsStep(),
    ports: portsFor(lines, { history: "h.jsonl" }),
    options: optionsFor((sample) => samples.push(sample)),
  });
  assertEquals(samples, [ended]);
  assertEquals([ended.history, ended.failure], ["h.jsonl", undefined]);
  assertEquals(ended.report.level, "linearizable");
  const { head, report, isCut } = judgeHistory(lines);
  assertEquals([head.target, head.step, isCut], ["local", "race", false]);
  assertEquals(report, ended.report);
});

Deno.test("runClients() tells of a history that could not be kept", async () => {
  const ended = await runClients({
    target: plannedTarget(),
    step: clientsStep({ ops: 20 }),
    ports: portsFor([], { failure: "Cannot keep it: the disk is full" }),
    options: optionsFor(() => {}),
  });
  assertEquals(ended.failure, "Cannot keep it: the disk is full");
  assert(ended.report.reads.looks > 0);
});

Deno.test("runTarget() runs clients where it is handed their ways", async () => {
  const target = plannedTarget({ space: null, steps: [clientsStep()] });
  const samples: Sample[] = [];
  const emit = (sample: Sample) => samples.push(sample);
  const with_ = await runTarget(
    target,
    optionsFor(emit, { consistency: portsFor([]) }),
  );
  assertEquals([with_.failures, with_.notRun], [[], []]);
  assertEquals(samples.map(({ type }) => type), ["consistency-ended"]);
  const without = await runTarget(target, optionsFor(() => {}));
  assertEquals(without.notRun.map(({ step }) => step), ["race"]);
});

Deno.test("runTarget() leaves clients behind once the hard signal comes", async () => {
  const hard = new AbortController();
  class Hanging extends MemBackend {
    override put(): Promise<never> {
      hard.abort();
      return new Promise(() => {});
    }
  }
  const backend = new Hanging({ url: "mem:" });
  const target = plannedTarget({ space: null, steps: [clientsStep()] });
  const end = await runTarget(
    target,
    optionsFor(() => {}, {
      hardSignal: hard.signal,
      consistency: {
        endpoints: () => [{ name: "mem:", backend }],
        history: () => ({ write: () => {}, close: () => ({}) }),
      },
    }),
  );
  assertEquals(end.isAbandoned, true);
  assertEquals(end.notRun.length, 1);
});

Deno.test("runClients() tells each attempt, by the clock of the run", async () => {
  const told: ToldOperation[] = [];
  const { report, startNs, atNs } = await runClients({
    target: plannedTarget(),
    step: clientsStep(),
    ports: portsFor([]),
    options: optionsFor(() => {}, {
      operations: {
        lanes: () => ({ end() {} }),
        one: (operation) => told.push(operation),
      },
    }),
  });
  for (const [op, { asked, answered }] of Object.entries(report.operations)) {
    const own = told.filter((one) => one.op === op);
    const good = own.filter(({ failure }) => failure === null);
    assertEquals([op, own.length, good.length], [op, asked, answered]);
  }
  assert(told.length > 0);
  assert(told.every((one) => one.startNs > startNs && one.endNs < atNs));
});
