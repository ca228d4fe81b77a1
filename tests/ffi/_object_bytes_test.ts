import { assertEquals, assertThrows } from "@std/assert";
import { objectLaneBytes, objectSpaceBytes } from "../../ffi/_object_bytes.ts";
import { LAYOUTS } from "../../ffi/layout.ts";
import type { ObjectLaneSpec, ObjectSpaceSpec } from "../../ffi/mod.ts";
import { StructView } from "../../ffi/struct_view.ts";
import { objectLaneSpec, objectSpec } from "./core_fixture.ts";
import { headerNumber } from "./header_facts.ts";

function spaceView(over: Partial<ObjectSpaceSpec>) {
  return new StructView(
    LAYOUTS.sv_object_spec,
    objectSpaceBytes(objectSpec(over)),
  );
}

function laneView(over: Partial<ObjectLaneSpec>) {
  return new StructView(
    LAYOUTS.sv_object_lane_spec,
    objectLaneBytes(objectLaneSpec(over)),
  );
}

Deno.test("objectSpaceBytes() puts every number of a spec in its field", () => {
  const view = spaceView({
    runId: (1n << 64n) - 1n,
    runKey: 2n,
    seed: 3n,
    keyCount: 4,
    partBytes: 5,
    multipartFromBytes: 6,
    unitBytes: 512,
    compressPermille: 7,
    dedupePermille: 8,
    objectTag: 9,
  });
  assertEquals(view.big("run_id"), (1n << 64n) - 1n);
  const names = [
    "run_key",
    "seed",
    "key_count",
    "part_bytes",
    "multipart_from",
    "unit_bytes",
    "compress_permille",
    "dedupe_permille",
    "object_tag",
  ] as const; // literal names, so that a wrong one does not compile
  assertEquals(
    names.map((name) => view.number(name)),
    [2, 3, 4, 5, 6, 512, 7, 8, 9],
  );
});

Deno.test("objectSpaceBytes() tells sizes as the header numbers them", () => {
  const bounds = { minBytes: 10, maxBytes: 20 };
  const shapes: [ObjectSpaceSpec["sizes"], string, number[]][] = [
    [{ kind: "fixed", bytes: 5 }, "SV_SIZE_FIXED", [5, 5, 0, 0]],
    [{ kind: "uniform", ...bounds }, "SV_SIZE_UNIFORM", [10, 20, 0, 0]],
    [
      { kind: "lognormal", ...bounds, medianBytes: 12, sigmaMilli: 900 },
      "SV_SIZE_LOGNORMAL",
      [10, 20, 12, 900],
    ],
  ];
  for (const [sizes, name, [min, max, median, sigma]] of shapes) {
    const view = spaceView({ sizes });
    assertEquals(view.number("size_kind"), headerNumber(name));
    assertEquals(
      (["size_min", "size_max", "size_median", "size_sigma_milli"] as const) // literal names
        .map((field) => view.number(field)),
      [min, max, median, sigma],
    );
  }
});

Deno.test("objectSpaceBytes() lays a list of sizes beside its weights", () => {
  const sizes = [{ bytes: 2 ** 40, weight: 3 }, { bytes: 7, weight: 1 }];
  const bytes = objectSpaceBytes(
    objectSpec({ sizes: { kind: "list", sizes } }),
  );
  const view = new StructView(LAYOUTS.sv_object_spec, bytes);
  assertEquals(view.number("size_kind"), headerNumber("SV_SIZE_LIST"));
  assertEquals(view.number("size_list_count"), 2);
  assertEquals([...new BigUint64Array(bytes.buffer, 72, 2)], [1n << 40n, 7n]);
  assertEquals([...new Uint32Array(bytes.buffer, 136, 3)], [3, 1, 0]);
});

Deno.test("objectSpaceBytes() refuses a list that is empty or too long", () => {
  for (const length of [0, 9]) {
    const sizes = Array.from({ length }, () => ({ bytes: 1, weight: 1 }));
    assertThrows(
      () => spaceView({ sizes: { kind: "list", sizes } }),
      RangeError,
      `${length} sizes`,
    );
  }
});

Deno.test("objectSpaceBytes() tells keys and mode as the header does", () => {
  const tree = spaceView({ keyStyle: { kind: "tree", width: 16 } });
  assertEquals(tree.number("key_style"), headerNumber("SV_KEYS_TREE"));
  assertEquals(tree.number("tree_width"), 16);
  assertEquals(spaceView({}).number("key_style"), headerNumber("SV_KEYS_FLAT"));
  assertEquals(spaceView({}).number("flags"), 0);
  assertEquals(
    spaceView({ mode: "recover", readOnly: true }).number("flags"),
    headerNumber("SV_SPACE_RECOVER") | headerNumber("SV_SPACE_READ_ONLY"),
  );
});

Deno.test("objectLaneBytes() puts every number of a spec in its field", () => {
  const view = laneView({
    seed: 1n,
    firstKey: 2,
    keyCount: 3,
    limitOps: 4,
    limitBytes: 5,
    limitNs: 6,
    warmupNs: 7,
    rangeBytes: 8,
    depth: 9,
    errorsMax: 10,
    lane: 11,
    endpoint: 12,
    attemptsMax: 13,
    listLimit: 14,
    partDepth: 15,
    arrival: { kind: "poisson", intervalPs: 16, phaseNs: 17 },
    choose: { kind: "hot-band", spacePermille: 18, accessPermille: 19 },
  });
  const names = [
    "seed",
    "first_key",
    "key_count",
    "limit_ops",
    "limit_bytes",
    "limit_ns",
    "warmup_ns",
    "range_bytes",
    "depth",
    "errors_max",
    "lane",
    "endpoint",
    "attempts_max",
    "list_limit",
    "part_depth",
    "interval_ps",
    "phase_ns",
    "hot_space_permille",
    "hot_access_permille",
  ] as const; // literal names, so that a wrong one does not compile
  assertEquals(
    names.map((name) => view.number(name)),
    names.map((_, index) => index + 1),
  );
  assertEquals(view.number("arrival"), headerNumber("SV_POISSON"));
  assertEquals(view.number("verify"), 1);
});

Deno.test("objectLaneBytes() gives each choice the number of the header", () => {
  const choices: [ObjectLaneSpec["choose"], string][] = [
    [{ kind: "sequential" }, "SV_CHOOSE_SEQUENTIAL"],
    [{ kind: "random" }, "SV_CHOOSE_RANDOM"],
    [{ kind: "zipf", thetaMilli: 990 }, "SV_CHOOSE_ZIPF"],
    [
      { kind: "hot-band", spacePermille: 1, accessPermille: 2 },
      "SV_CHOOSE_HOT_BAND",
    ],
  ];
  for (const [choose, name] of choices) {
    assertEquals(laneView({ choose }).number("key_choice"), headerNumber(name));
  }
  const zipf = laneView({ choose: { kind: "zipf", thetaMilli: 990 } });
  assertEquals(zipf.number("zipf_theta_milli"), 990);
});

Deno.test("objectLaneBytes() has a weight at the number of each operation", () => {
  const bytes = objectLaneBytes(objectLaneSpec({
    weights: { get: 3, range: 4, put: 5, upload: 6, head: 7, list: 8 },
  }));
  const weights = new Uint32Array(bytes.buffer, 80, 10);
  assertEquals([...weights], [0, 0, 0, 3, 4, 5, 6, 7, 8, 0]);
});
