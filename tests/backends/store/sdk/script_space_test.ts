import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../../../backends/mod.ts";
import {
  KEY_STATE_BYTES,
  KeyStates,
} from "../../../../backends/store/sdk/key_states.ts";
import { ScriptSpace } from "../../../../backends/store/sdk/script_space.ts";
import type { ObjectSpaceSpec } from "../../../../ffi/mod.ts";
import { objectLaneSpec, objectSpec } from "../../../ffi/core_fixture.ts";
import { storeSettings } from "../_store_core.ts";
import { FakePeer } from "./_script_peer.ts";

function makeSpace(over: Partial<ObjectSpaceSpec> = {}) {
  const log: string[] = [];
  const spec = objectSpec(over);
  const buffer = new SharedArrayBuffer(spec.keyCount * KEY_STATE_BYTES);
  const space = new ScriptSpace({
    ...{ url: "s3://b/p", spec, settings: storeSettings() },
    shape: {
      key: (index) => `sv/${index}`,
      sizeBytes: () => 100,
      [Symbol.dispose]: () => log.push("shape"),
    },
    states: { buffer, close: () => log.push("states") },
    corePath: "/core.so",
    hire: () => new FakePeer(),
  });
  return { space, log, buffer };
}

Deno.test("ScriptSpace names keys and knows what the lanes noted", () => {
  const { space, buffer } = makeSpace();
  const states = new KeyStates(buffer);
  states.acknowledge(1, states.issue(1, "put"));
  assertEquals(space.key(3), "sv/3");
  const { keys, keysLive, bytesLive } = space.facts();
  assertEquals([keys, keysLive, bytesLive], [4, 1, 100]);
  space.close();
});

Deno.test("ScriptSpace closes after its lanes, and once", () => {
  const { space, log } = makeSpace();
  const gate = space.gate();
  const lane = space.lane(gate, objectLaneSpec());
  assertThrows(() => space.close(), StorageError, "1 lanes are open");
  lane.close();
  gate.close();
  space.close();
  space.close();
  assertEquals(log, ["states", "shape"]);
});

Deno.test("ScriptSpace refuses keys that are not its own, and another's gate", () => {
  const { space } = makeSpace();
  const gate = space.gate();
  for (const over of [{ keyCount: 5 }, { firstKey: 4 }, { firstKey: -1 }]) {
    assertThrows(
      () => space.lane(gate, objectLaneSpec(over)),
      StorageError,
      "are not among the 4",
    );
  }
  const other = { open: () => {}, stop: () => {}, close: () => {} };
  assertThrows(() => space.lane(other, objectLaneSpec()), StorageError);
  gate.close();
  space.close();
});

Deno.test("ScriptSpace lets nobody write to what is read-only", () => {
  const { space } = makeSpace({ readOnly: true });
  const gate = space.gate();
  for (const op of ["put", "upload", "delete"]) {
    assertThrows(
      () => space.lane(gate, objectLaneSpec({ weights: { [op]: 1 } })),
      StorageError,
      "read-only",
    );
  }
  space.lane(gate, objectLaneSpec({ weights: { get: 1 } })).close();
  space.close();
});
