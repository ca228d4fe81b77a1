import { assertEquals, assertThrows } from "@std/assert";
import { type Space, StorageError } from "../../backends/mod.ts";
import { WordedSpace } from "../../backends/worded_space.ts";
import { FakeCoreError } from "./_disk_core.ts";
import { assertKind } from "./_rejects.ts";
import { spaceSpec } from "./_space_spec.ts";

const FAILING: Space = {
  spec: spaceSpec({}),
  gate: () => {
    throw new FakeCoreError(-12, "ENOMEM");
  },
  lane: () => {
    throw new FakeCoreError(-1007, "NO_URING");
  },
  facts: () => {
    throw new FakeCoreError(-5, "EIO");
  },
  sync: () => Promise.reject(new FakeCoreError(-5, "EIO")),
  close: () => {
    throw new FakeCoreError(-1005, "STATE");
  },
};

Deno.test("WordedSpace words whatever fails, and names the target", async () => {
  const space = new WordedSpace(FAILING, "file:///x");
  for (const call of [() => space.gate(), () => space.facts()]) {
    const error = assertThrows(call, StorageError);
    assertEquals(error.message.includes('"file:///x"'), true, error.message);
  }
  const closing = await assertKind(() => space.close(), "Unexpected");
  assertEquals(closing.message.includes('"file:///x"'), true);
  await assertKind(() => space.sync(), "Unexpected");
  assertEquals(space.spec, FAILING.spec);
});

Deno.test("WordedSpace keeps the log of a space that has one, and words the rest", async () => {
  const options = { capacity: 1 };
  const silent = new WordedSpace(FAILING, "file:///x");
  const refused = await assertKind(() => silent.log(options), "Unsupported");
  assertEquals(refused.message.includes("keep none"), true);
  const full = {
    ...FAILING,
    log: () => Promise.reject(new FakeCoreError(-28, "ENOSPC")),
  };
  await assertKind(() => new WordedSpace(full, "x").log(options), "NoSpace");
  const log = {
    read: () => [],
    facts: () => ({ capacity: 1, written: 0, read: 0, dropped: 0 }),
  };
  const kept = { ...FAILING, log: () => Promise.resolve(log) };
  assertEquals(await new WordedSpace(kept, "x").log(options), log);
});
