import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, loadCore, type LogRecord } from "../../ffi/mod.ts";
import {
  laneSpec,
  objectSpec,
  openMemory,
  runLane,
  storeSettings,
} from "./core_fixture.ts";

Deno.test("CoreLog.read() tells each write and sync of a lane, in order", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const log = await space.log({ capacity: 1024 });
  await runLane(space, laneSpec({ sync: { kind: "every", writes: 16 } }));
  const records = log.read();
  assertEquals(records.map(({ sequence }) => sequence), [
    ...Array.from({ length: 2 * (64 + 4) }, (_, at) => at + 1),
  ]);
  assertEquals(records.slice(0, 2).map(shape), [
    ["begun", "write", 1, 0, 4096, 1, 0],
    ["ended", "write", 1, 0, 4096, 1, 0],
  ]);
  assertEquals(records.filter(({ op }) => op === "sync").length, 8);
  assertEquals(log.read(), []);
  const { dropped, read, written } = log.facts();
  assertEquals([dropped, read, written], [0, 136, 136]);
});

function shape(record: LogRecord) {
  const { begun, bytes, generation, lane, offset, op, stage } = record;
  return [stage, op, begun, offset, bytes, generation, lane];
}

Deno.test("CoreLog.read() tells a sync of the space from those of lanes", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const log = await space.log({ capacity: 64 });
  await space.sync();
  assertEquals(log.read().map(({ lane, op }) => [lane, op]), [
    [null, "sync"],
    [null, "sync"],
  ]);
});

Deno.test("a log is closed with its space, and refused twice", async () => {
  using core = loadCore();
  const space = await openMemory(core);
  const log = await space.log({ capacity: 64 });
  await assertRejects(() => space.log({ capacity: 64 }), CoreError, "STATE");
  await space.close();
  assertThrows(() => log.read(), CoreError, "the log is closed");
  assertThrows(() => log.facts(), CoreError, "the log is closed");
  await assertRejects(() => space.log({ capacity: 64 }), CoreError, "closed");
});

Deno.test("Core.openLog() reads what a space left in a file", async () => {
  using core = loadCore();
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  const space = await openMemory(core);
  await space.log({ capacity: 1024, path });
  await runLane(space);
  await space.close();
  {
    using log = await core.openLog(path);
    assertEquals(log.read().length, 128);
  }
  await Deno.writeTextFile(path, "no log");
  await assertRejects(() => core.openLog(path), CoreError, "ORACLE");
  await Deno.remove(path);
  await assertRejects(() => core.openLog(path), CoreError, path);
});

Deno.test("the log of keys is closed with them", async () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  const objects = await core.openObjects(store, objectSpec());
  const log = await objects.log({ capacity: 64 });
  assertEquals(log.facts().capacity, 64);
  objects.close();
  assertThrows(() => log.facts(), CoreError, "the log is closed");
});
