/** Promises of `engine/workloads/object/lay_out.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/compile.ts";
import { objectInput, plannedKeys, store } from "../../plan/object_input.ts";
import { input, refusals, target } from "../../plan/plan_input.ts";

const PUT = "{name: put, load: object, op: put}";

Deno.test("layOutObjects() names the objects after the run, and the client", () => {
  const { objects } = plannedKeys(objectInput([PUT]));
  assertEquals(objects.keyPrefix, "sv-0123456789abcdef/");
  assertEquals(objects.keys, 1000);
  assertEquals(objects.sizes, { kind: "fixed", bytes: 65_536 });
  assertEquals(objects.clientVersion, "libcurl/7.88.1");
});

Deno.test("layOutObjects() gives all targets one run key and the same sizes", () => {
  const twin = { ...store(), name: "y", url: "az://box/y" };
  const plan = compilePlan(objectInput([PUT], { targets: [store(), twin] }));
  const [a, b] = plan.targets.map(({ objects }) => objects);
  assertEquals([a?.runKey, a?.seed], [b?.runKey, b?.seed]);
  assertEquals([a?.objectTag, b?.objectTag], [0, 1]);
});

Deno.test("layOutObjects() counts sigma in thousandths and shares in tenths", () => {
  const shape = (sizes: string) =>
    plannedKeys(objectInput([PUT], {
      top: `objects: { keys: 10, sizes: ${sizes} }`,
    })).objects.sizes;
  assertEquals(
    shape("{lognormal: {median: 64KiB, sigma: 1.5, min: 4KiB, max: 1MiB}}"),
    {
      kind: "lognormal",
      medianBytes: 65_536,
      sigmaMilli: 1500,
      minBytes: 4096,
      maxBytes: 1024 ** 2,
    },
  );
  assertEquals(shape("{4KiB: 70.5, 1MiB: 29.5}"), {
    kind: "list",
    sizes: [{ bytes: 4096, weight: 705 }, { bytes: 1024 ** 2, weight: 295 }],
  });
});

Deno.test("layOutObjects() refuses storage that takes no load of keys", () => {
  const options = objectInput([PUT], { targets: [target()] });
  assertEquals(refusals(options), [
    'targets.x: Cannot run step "put" on "direct:///mnt/x": this storage ' +
    "takes no load of keys, use an s3:, az: or gateway: target",
  ]);
});

Deno.test("layOutObjects() leaves plans of offsets as they are", () => {
  const plan = compilePlan(input(["{name: a, load: block, op: write}"]));
  assertEquals("objects" in (plan.targets[0] ?? {}), false);
});
