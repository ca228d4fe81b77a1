import { assertEquals } from "@std/assert";
import {
  KEY_STATE_BYTES,
  KeyStates,
} from "../../../../backends/store/sdk/key_states.ts";

function makeStates(keyCount = 3) {
  const kept = new Map<number, string>();
  const buffer = new SharedArrayBuffer(keyCount * KEY_STATE_BYTES);
  const states = new KeyStates(buffer, (index, bytes) => {
    kept.set(index, new Uint32Array(bytes.slice().buffer).join(" "));
  });
  return { states, kept, buffer };
}

const size = (index: number, generation: number) => index * 100 + generation;

Deno.test("KeyStates begins with keys that nobody put", () => {
  const { states } = makeStates();
  assertEquals(states.keyCount, 3);
  assertEquals(states.legal(0, 0), [{ generation: 0, isAbsent: true }]);
  assertEquals(states.facts(size), {
    ...{ keys: 3, keysLive: 0, keysDeleted: 0, keysNever: 3 },
    ...{ keysUnsettled: 0, bytesLive: 0, generationMax: 0, uploadsOpen: 0 },
  });
});

Deno.test("KeyStates admits old and new while a put is in flight", () => {
  const { states } = makeStates();
  const first = states.issue(1, "put");
  assertEquals(states.legal(1, states.acknowledged(1)), [
    { generation: 0, isAbsent: true },
    { generation: 1, isAbsent: false },
  ]);
  states.acknowledge(1, first);
  assertEquals(states.legal(1, states.acknowledged(1)), [
    { generation: 1, isAbsent: false },
  ]);
  assertEquals(states.isLive(1), true);
});

Deno.test("KeyStates admits what was legal when a read began", () => {
  const { states } = makeStates();
  states.acknowledge(0, states.issue(0, "put"));
  const from = states.acknowledged(0);
  states.acknowledge(0, states.issue(0, "delete"));
  states.issue(0, "put");
  assertEquals(states.legal(0, from), [
    { generation: 1, isAbsent: false },
    { generation: 2, isAbsent: true },
    { generation: 3, isAbsent: false },
  ]);
});

Deno.test("KeyStates keeps an unknown outcome open until a later one is known", () => {
  const { states } = makeStates();
  states.acknowledge(2, states.issue(2, "put"));
  states.issue(2, "put");
  assertEquals([states.isUnsettled(2), states.facts(size).keysUnsettled], [
    true,
    1,
  ]);
  states.acknowledge(2, states.issue(2, "put"));
  assertEquals(states.legal(2, states.acknowledged(2)), [
    { generation: 3, isAbsent: false },
  ]);
});

Deno.test("KeyStates.withdraw() makes what was refused never have been", () => {
  const { states } = makeStates();
  states.acknowledge(0, states.issue(0, "put"));
  states.withdraw(0, states.issue(0, "delete"));
  assertEquals(states.legal(0, states.acknowledged(0)), [
    { generation: 1, isAbsent: false },
  ]);
  states.withdraw(0, 7);
  assertEquals(states.issued(0), 1);
});

Deno.test("KeyStates issues no more than it can tell apart", () => {
  const { states } = makeStates();
  while (states.canIssue(0)) states.issue(0, "put");
  assertEquals(states.issued(0), 31);
  assertEquals(states.legal(0, 0)?.length, 32);
  states.issue(0, "put");
  assertEquals(states.legal(0, 0), null);
});

Deno.test("KeyStates.facts() counts deletes, bytes and open uploads", () => {
  const { states } = makeStates();
  states.acknowledge(0, states.issue(0, "put"));
  states.acknowledge(0, states.issue(0, "delete"));
  states.acknowledge(2, states.issue(2, "put"));
  states.setUploadOpen(1, true);
  states.setUploadOpen(2, true);
  states.setUploadOpen(2, false);
  assertEquals(states.facts(size), {
    ...{ keys: 3, keysLive: 1, keysDeleted: 1, keysNever: 1 },
    ...{ keysUnsettled: 0, bytesLive: 201, generationMax: 2, uploadsOpen: 1 },
  });
});

Deno.test("KeyStates keeps each change before it returns", () => {
  const { states, kept, buffer } = makeStates();
  const generation = states.issue(1, "delete");
  assertEquals(kept.get(1), "0 1 1 0");
  states.acknowledge(1, generation);
  assertEquals(kept.get(1), "1 1 1 0");
  assertEquals(new KeyStates(buffer).isLive(1), false);
});
