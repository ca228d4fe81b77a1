import { assertEquals, assertRejects } from "@std/assert";
import {
  keyShape,
  type ShapePort,
} from "../../../../backends/store/sdk/key_shape.ts";
import type { ObjectSpaceSpec } from "../../../../ffi/mod.ts";
import { objectSpec } from "../../../ffi/core_fixture.ts";

function makeCore(fails = false) {
  const log: string[] = [];
  const asked: ObjectSpaceSpec[] = [];
  const core: ShapePort = {
    openStore: (settings) => {
      log.push(`open ${settings.bucket}`);
      return { close: () => log.push("close store") };
    },
    openObjects: (_, spec) => {
      asked.push(spec);
      if (fails) return Promise.reject(new Error("no"));
      return Promise.resolve({
        key: (index: number) => `k${index}`,
        sizeBytes: (index: number, generation: number) => index + generation,
        close: () => log.push("close objects"),
      });
    },
  };
  return { core, log, asked };
}

Deno.test("keyShape() asks the core, without the oracle of the run", async () => {
  const { core, log, asked } = makeCore();
  const spec = objectSpec({ oraclePath: "/x", mode: "recover" });
  const shape = await keyShape(core, spec);
  assertEquals([shape.key(3), shape.sizeBytes(3, 4)], ["k3", 7]);
  assertEquals([asked[0]?.oraclePath, asked[0]?.mode], [undefined, "create"]);
  assertEquals(asked[0]?.seed, spec.seed);
  shape[Symbol.dispose]();
  assertEquals(log, ["open none", "close objects", "close store"]);
});

Deno.test("keyShape() leaves no store behind when the core refuses", async () => {
  const { core, log } = makeCore(true);
  await assertRejects(() => keyShape(core, objectSpec()), Error, "no");
  assertEquals(log, ["open none", "close store"]);
});
