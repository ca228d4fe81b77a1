import { assertEquals, assertRejects } from "@std/assert";
import {
  FlooredFace,
  summarizeAcks,
} from "../../../backends/acknowledgement/mod.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import { spaceSpec } from "../../ffi/core_fixture.ts";
import { journalOf, sourceOf } from "./_journal.ts";

/** Records what it is told. */
class FakeFloors {
  readonly calls: string[] = [];

  createFloor({ oraclePath }: { readonly oraclePath: string }) {
    this.calls.push(`create ${oraclePath}`);
    return Promise.resolve({
      raise: (ranges: BigUint64Array<ArrayBuffer>) => {
        this.calls.push(`raise ${ranges}`);
        return Promise.resolve();
      },
      close: () => this.calls.push("close"),
    });
  }
}

async function faceOf(core: FakeFloors, expectDurable = false) {
  const bytes = await journalOf([
    { kind: "written", space: 0, file: 0, group: 1, ranges: [0, 2, 1] },
    { kind: "written", space: 0, file: 1, group: 1, ranges: [4, 1, 2] },
    { kind: "synced", space: 0, file: 1, group: 1 },
  ]);
  const source = sourceOf(bytes);
  const summary = await summarizeAcks(source);
  const inner = new FakeBlockFace();
  const face = new FlooredFace(inner, {
    ...{ core, source, summary, expectDurable },
    target: "local",
  });
  return { face, inner };
}

Deno.test("the oracle is made of what is durable before the space is opened", async () => {
  const core = new FakeFloors();
  const { face, inner } = await faceOf(core);
  await face.open(spaceSpec({ oraclePath: "/run/0.floor", mode: "recover" }));
  assertEquals(core.calls, ["create /run/0.floor", "raise 104,1,2", "close"]);
  assertEquals(inner.opened[0]?.spec.oraclePath, "/run/0.floor");
  assertEquals(await face.facts(), await inner.facts());
});

Deno.test("where all is expected to be durable, all that returned is in it", async () => {
  const core = new FakeFloors();
  const { face } = await faceOf(core, true);
  await face.open(spaceSpec({ oraclePath: "/run/0.floor" }));
  assertEquals(core.calls[1], "raise 0,2,1,104,1,2");
});

Deno.test("a floor that cannot be made opens nothing, and is closed", async () => {
  const core = new FakeFloors();
  const { face, inner } = await faceOf(core);
  core.createFloor = () =>
    Promise.resolve({
      raise: () => Promise.reject(new Error("BOUND")),
      close: () => core.calls.push("close"),
    });
  await assertRejects(
    () => face.open(spaceSpec({ oraclePath: "/run/0.floor" })),
    Error,
    "BOUND",
  );
  assertEquals([core.calls, inner.opened.length], [["close"], 0]);
  await assertRejects(() => face.open(spaceSpec()), TypeError);
});
