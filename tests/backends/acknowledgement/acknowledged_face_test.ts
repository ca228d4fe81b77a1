import { assertEquals, assertRejects } from "@std/assert";
import { AcknowledgedFace } from "../../../backends/acknowledgement/mod.ts";
import type { SpaceLog } from "../../../backends/block.ts";
import { StorageError } from "../../../backends/mod.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import { spaceSpec } from "../../ffi/core_fixture.ts";

const LOG: SpaceLog = {
  read: () => [],
  facts: () => ({ capacity: 1, written: 0, read: 0, dropped: 0 }),
};

/** A face whose spaces keep a log. */
class LoggingFace extends FakeBlockFace {
  override async open(spec: Parameters<FakeBlockFace["open"]>[0]) {
    const space = await super.open(spec);
    return Object.assign(space, { log: () => Promise.resolve(LOG) });
  }
}

Deno.test("a space is told of from its opening until before it is closed", async () => {
  const face = new LoggingFace();
  const told: string[] = [];
  const acked = new AcknowledgedFace(face, "local", {
    begin: (target, spec, log) => {
      told.push(`begin ${target} ${spec.fileBytes} ${log === LOG}`);
      return {
        end: () => told.push(`end, closed ${face.opened[0]?.isClosed}`),
      };
    },
  });
  const spec = spaceSpec();
  const space = await acked.open(spec);
  assertEquals(told, [`begin local ${spec.fileBytes} true`]);
  assertEquals(space.spec, spec);
  assertEquals(space.facts(), face.opened[0]?.facts());
  await space.close();
  assertEquals(told[1], "end, closed false");
  assertEquals(face.opened[0]?.isClosed, true);
});

Deno.test("lanes and gates are those of the space", async () => {
  const face = new LoggingFace();
  const acked = new AcknowledgedFace(face, "local", {
    begin: () => ({ end: () => {} }),
  });
  const space = await acked.open(spaceSpec());
  const gate = space.gate();
  assertEquals(face.opened[0]?.gates.length, 1);
  gate.close();
  await space.sync();
  assertEquals(await acked.facts(), await face.facts());
  await space.close();
});

Deno.test("a space without a log is refused, and closed again", async () => {
  const face = new FakeBlockFace();
  const acked = new AcknowledgedFace(face, "local", {
    begin: () => ({ end: () => {} }),
  });
  await assertRejects(
    () => acked.open(spaceSpec()),
    StorageError,
    'Cannot tell what is durable on target "local": its lanes keep no log',
  );
  assertEquals(face.opened[0]?.isClosed, true);
});
