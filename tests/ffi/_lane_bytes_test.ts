import { assertEquals, assertThrows } from "@std/assert";
import { laneBytes } from "../../ffi/_lane_bytes.ts";
import type { LaneSpec } from "../../ffi/mod.ts";
import { LAYOUTS } from "../../ffi/layout.ts";
import { StructView } from "../../ffi/struct_view.ts";
import { laneSpec } from "./core_fixture.ts";
import { headerNumber } from "./header_facts.ts";

function view(over: Partial<LaneSpec>) {
  return new StructView(LAYOUTS.sv_lane_spec, laneBytes(laneSpec(over)));
}

Deno.test("laneBytes() puts every number of a spec in its field", () => {
  const fields = view({
    lane: 3,
    seed: (1n << 64n) - 1n,
    regionUnit: 5,
    regionUnits: 6,
    limitOps: 7,
    limitBytes: 8,
    limitNs: 9,
    warmupNs: 10,
    depth: 11,
    readPermille: 12,
    errorsMax: 13,
  });
  assertEquals(fields.big("seed"), (1n << 64n) - 1n);
  const names = [
    "lane",
    "region_unit",
    "region_units",
    "limit_ops",
    "limit_bytes",
    "limit_ns",
    "warmup_ns",
    "depth",
    "read_permille",
    "errors_max",
    "verify",
  ] as const; // literal names, so that a wrong one does not compile
  assertEquals(
    names.map((name) => fields.number(name)),
    [3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 1],
  );
});

Deno.test("laneBytes() gives each word the number the header gives it", () => {
  const patterns: [LaneSpec["pattern"], string][] = [
    [{ kind: "sequential" }, "SV_SEQUENTIAL"],
    [{ kind: "random" }, "SV_RANDOM"],
    [{ kind: "shuffle" }, "SV_SHUFFLE"],
    [{ kind: "zipf", thetaMilli: 990 }, "SV_ZIPF"],
    [
      { kind: "hot-band", spacePermille: 1, accessPermille: 2 },
      "SV_HOT_BAND",
    ],
  ];
  for (const [pattern, name] of patterns) {
    assertEquals(view({ pattern }).number("pattern"), headerNumber(name));
  }
  for (
    const [io, name] of [
      ["io_uring", "SV_IO_URING"],
      ["psync", "SV_IO_PSYNC"],
      ["null", "SV_IO_NULL"],
    ] as const // keeps the methods as their own type
  ) assertEquals(view({ io }).number("io"), headerNumber(name));
  const gap = { intervalPs: 1, phaseNs: 2 };
  const arrivals: [LaneSpec["arrival"], string][] = [
    [{ kind: "closed" }, "SV_CLOSED"],
    [{ kind: "constant", ...gap }, "SV_CONSTANT"],
    [{ kind: "poisson", ...gap }, "SV_POISSON"],
  ];
  for (const [arrival, name] of arrivals) {
    assertEquals(view({ arrival }).number("arrival"), headerNumber(name));
  }
  const syncs: [LaneSpec["sync"], string][] = [
    [{ kind: "none" }, "SV_SYNC_NONE"],
    [{ kind: "every", writes: 4 }, "SV_SYNC_EVERY"],
    [{ kind: "end" }, "SV_SYNC_END"],
  ];
  for (const [sync, name] of syncs) {
    assertEquals(view({ sync }).number("sync_policy"), headerNumber(name));
  }
});

Deno.test("laneBytes() carries what only some patterns and policies have", () => {
  const fields = view({
    pattern: { kind: "hot-band", spacePermille: 100, accessPermille: 900 },
    arrival: { kind: "poisson", intervalPs: 5_000_000, phaseNs: 17 },
    sync: { kind: "every", writes: 4 },
  });
  assertEquals(fields.number("hot_space_permille"), 100);
  assertEquals(fields.number("hot_access_permille"), 900);
  assertEquals(fields.number("interval_ps"), 5_000_000);
  assertEquals(fields.number("phase_ns"), 17);
  assertEquals(fields.number("sync_every"), 4);
  const zipf = view({ pattern: { kind: "zipf", thetaMilli: 990 } });
  assertEquals(zipf.number("zipf_theta_milli"), 990);
});

Deno.test("laneBytes() lays the mix entry after entry", () => {
  const mix = [{ bytes: 4096, weight: 70 }, { bytes: 65536, weight: 30 }];
  const bytes = laneBytes(laneSpec({ mix }));
  const words = new Uint32Array(bytes.buffer, 128, 6);
  assertEquals([...words], [4096, 70, 65536, 30, 0, 0]);
  assertEquals(view({ mix }).number("mix_count"), 2);
});

Deno.test("laneBytes() refuses a mix that is too long and numbers too large", () => {
  const mix = Array.from({ length: 9 }, () => ({ bytes: 4096, weight: 1 }));
  assertThrows(() => laneBytes(laneSpec({ mix })), RangeError, "9 sizes");
  assertThrows(() => laneBytes(laneSpec({ depth: 2 ** 32 })), RangeError);
});
