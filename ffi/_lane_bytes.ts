/** Puts a `LaneSpec` into the bytes of `struct sv_lane_spec`. */
import type { IoMethod, LaneArrival, LaneSpec } from "./lane_spec.ts";
import type { LanePattern, MixEntry, SyncPolicy } from "./lane_spec.ts";
import { LAYOUTS, MIX_MAX } from "./layout.ts";
import { StructView } from "./struct_view.ts";

const IO: Readonly<Record<IoMethod, number>> = {
  io_uring: 0,
  psync: 1,
  null: 2,
  http: 3,
};
const PATTERN: Readonly<Record<LanePattern["kind"], number>> = {
  sequential: 0,
  random: 1,
  shuffle: 2,
  zipf: 3,
  "hot-band": 4,
};
/** `enum sv_arrival`. */
export const ARRIVAL: Readonly<Record<LaneArrival["kind"], number>> = {
  closed: 0,
  constant: 1,
  poisson: 2,
};
const SYNC: Readonly<Record<SyncPolicy["kind"], number>> = {
  none: 0,
  every: 1,
  end: 2,
};

/** Throws `RangeError` for what does not fit its field, or a mix too long. */
export function laneBytes(spec: LaneSpec): Uint8Array<ArrayBuffer> {
  const view = new StructView(LAYOUTS.sv_lane_spec).assign({
    seed: spec.seed,
    region_unit: spec.regionUnit,
    region_units: spec.regionUnits,
    limit_ops: spec.limitOps,
    limit_bytes: spec.limitBytes,
    limit_ns: spec.limitNs,
    warmup_ns: spec.warmupNs,
    io: IO[spec.io],
    depth: spec.depth,
    pattern: PATTERN[spec.pattern.kind],
    arrival: ARRIVAL[spec.arrival.kind],
    read_permille: spec.readPermille,
    verify: spec.verify ? 1 : 0,
    sync_policy: SYNC[spec.sync.kind],
    errors_max: spec.errorsMax,
    lane: spec.lane,
    mix_count: spec.mix.length,
    write_bytes: spec.writeBytes ?? 0,
    endpoint: spec.endpoint ?? 0,
  });
  const { pattern, arrival, sync } = spec;
  if (pattern.kind === "zipf") view.set("zipf_theta_milli", pattern.thetaMilli);
  if (pattern.kind === "hot-band") {
    view.set("hot_space_permille", pattern.spacePermille);
    view.set("hot_access_permille", pattern.accessPermille);
  }
  if (arrival.kind !== "closed") {
    view.set("interval_ps", arrival.intervalPs);
    view.set("phase_ns", arrival.phaseNs);
  }
  if (sync.kind === "every") view.set("sync_every", sync.writes);
  putMix(view.bytes, spec.mix);
  return view.bytes;
}

function putMix(
  bytes: Uint8Array<ArrayBuffer>,
  mix: readonly MixEntry[],
): void {
  if (mix.length > MIX_MAX) {
    throw new RangeError(
      `Cannot pass a mix of ${mix.length} sizes: the core takes ${MIX_MAX}`,
    );
  }
  const [start] = LAYOUTS.sv_lane_spec.fields.mix;
  const { sizeBytes } = LAYOUTS.sv_mix;
  for (const [index, entry] of mix.entries()) {
    const at = start + index * sizeBytes;
    new StructView(LAYOUTS.sv_mix, bytes.subarray(at, at + sizeBytes))
      .assign({ bytes: entry.bytes, weight: entry.weight });
  }
}
