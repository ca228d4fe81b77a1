import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../../backends/mod.ts";
import { ScriptGate } from "../../../../backends/store/sdk/script_gate.ts";

function makeLane(log: string[], name: string) {
  return {
    start: () => void log.push(`start ${name}`),
    stop: () => void log.push(`stop ${name}`),
  };
}

Deno.test("ScriptGate starts its lanes once it is open and all are loaded", () => {
  const log: string[] = [];
  const gate = new ScriptGate();
  const [a, b] = [makeLane(log, "a"), makeLane(log, "b")];
  gate.enter(a);
  gate.enter(b);
  gate.ready(a);
  gate.open();
  assertEquals(log, []);
  gate.ready(b);
  assertEquals(log, ["start a", "start b"]);
  gate.open();
  assertEquals(log.length, 2);
});

Deno.test("ScriptGate waits until it is opened", () => {
  const log: string[] = [];
  const gate = new ScriptGate();
  const lane = makeLane(log, "a");
  gate.enter(lane);
  gate.ready(lane);
  assertEquals(log, []);
  gate.open();
  assertEquals(log, ["start a"]);
});

Deno.test("ScriptGate does not wait for a lane that has left", () => {
  const log: string[] = [];
  const gate = new ScriptGate();
  const [a, b] = [makeLane(log, "a"), makeLane(log, "b")];
  gate.enter(a);
  gate.enter(b);
  gate.ready(a);
  gate.open();
  gate.leave(b);
  assertEquals(log, ["start a"]);
});

Deno.test("ScriptGate stops all its lanes, and closes only when they have left", () => {
  const log: string[] = [];
  const gate = new ScriptGate();
  const lane = makeLane(log, "a");
  gate.enter(lane);
  gate.stop();
  assertEquals(log, ["stop a"]);
  assertThrows(() => gate.close(), StorageError, "1 lanes");
  gate.leave(lane);
  gate.close();
});

Deno.test("ScriptGate takes no lane once it is open", () => {
  const gate = new ScriptGate();
  gate.open();
  assertThrows(() => gate.enter(makeLane([], "a")), StorageError, "open");
});
