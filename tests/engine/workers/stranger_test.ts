import { assertEquals } from "@std/assert";
import {
  STRANGER_KEY,
  strangerName,
} from "../../../engine/workers/stranger.ts";
import { emitFindings } from "../../../engine/workers/lane_watch.ts";
import type { Sample } from "../../../engine/workers/mod.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import { FakeGate, FakeLane } from "../../_support/fake_lane.ts";
import { plannedLane } from "../../_support/plan_fixture.ts";
import { unitFinding } from "../../_support/recording_fixture.ts";

function stranger(name: string) {
  const foundSample = new Uint8Array(64);
  const bytes = new TextEncoder().encode(name);
  foundSample.set(bytes.slice(-64));
  return unitFinding({
    file: STRANGER_KEY,
    op: "list",
    badBytes: bytes.length,
    sampleByte: Math.max(0, bytes.length - 64),
    foundSample,
  });
}

Deno.test("strangerName() is the listed name, or the end of a long one", () => {
  assertEquals(strangerName(stranger("sv-1/.tmp")), "sv-1/.tmp");
  const long = `${"x".repeat(80)}/.tmp`;
  assertEquals(strangerName(stranger(long)), `...${long.slice(-64)}`);
  const amid = `\u00e4${"x".repeat(63)}`;
  assertEquals(strangerName(stranger(amid)), `...${"x".repeat(63)}`);
});

Deno.test("strangerName() has nothing to say of keys of the run", () => {
  assertEquals(strangerName(unitFinding({ file: 7, op: "list" })), null);
});

Deno.test("emitFindings() names a listed key that has no number", () => {
  const lane = new FakeLane({ ...plannedLane({ lane: 0 }), seed: 0n });
  lane.pending.push(stranger("sv-1/.tmp"));
  const samples: Sample[] = [];
  emitFindings({
    target: "store",
    step: "mixed",
    openLoop: false,
    gate: new FakeGate(),
    lanes: [lane],
    clock: new FakeClock(),
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
    keyName: (index) => `key ${index}`,
    emit: (sample) => {
      samples.push(sample);
    },
  });
  const sample = samples[0];
  assertEquals(sample?.type === "step-findings" && sample.keys, ["sv-1/.tmp"]);
});
