/**
 * Puts an `ObjectSpaceSpec` and an `ObjectLaneSpec` into the bytes of
 * `struct sv_object_spec` and `struct sv_object_lane_spec`.
 */
import { LANE_OPS } from "./evidence.ts";
import { ARRIVAL } from "./_lane_bytes.ts";
import { LAYOUTS, SIZE_LIST_MAX } from "./layout.ts";
import type {
  KeyChoice,
  KeyStyle,
  ObjectLaneSpec,
  ObjectSpaceSpec,
  SizeShape,
} from "./object_spec.ts";
import { READ_ONLY, RECOVER } from "./space.ts";
import { StructView } from "./struct_view.ts";

const SIZE_KIND: Readonly<Record<SizeShape["kind"], number>> = {
  fixed: 0,
  uniform: 1,
  lognormal: 2,
  list: 3,
};
const KEY_STYLE: Readonly<Record<KeyStyle["kind"], number>> = {
  flat: 0,
  tree: 1,
};
const CHOICE: Readonly<Record<KeyChoice["kind"], number>> = {
  sequential: 0,
  random: 1,
  zipf: 2,
  "hot-band": 3,
  there: 4,
  missing: 5,
};

/** Throws `RangeError` for what does not fit its field, or a list too long. */
export function objectSpaceBytes(
  spec: ObjectSpaceSpec,
): Uint8Array<ArrayBuffer> {
  const { keyStyle, mode } = spec;
  const view = new StructView(LAYOUTS.sv_object_spec).assign({
    run_id: spec.runId,
    run_key: spec.runKey,
    seed: spec.seed,
    key_count: spec.keyCount,
    part_bytes: spec.partBytes,
    multipart_from: spec.multipartFromBytes,
    size_kind: SIZE_KIND[spec.sizes.kind],
    unit_bytes: spec.unitBytes,
    flags: (mode === "recover" ? RECOVER : 0) | (spec.readOnly ? READ_ONLY : 0),
    object_tag: spec.objectTag,
    key_style: KEY_STYLE[keyStyle.kind],
    tree_width: keyStyle.kind === "tree" ? keyStyle.width : 0,
    compress_permille: spec.compressPermille,
    dedupe_permille: spec.dedupePermille,
  });
  putSizes(view, spec.sizes);
  return view.bytes;
}

function putSizes(
  view: StructView<keyof typeof LAYOUTS.sv_object_spec.fields>,
  sizes: SizeShape,
): void {
  switch (sizes.kind) {
    case "fixed":
      view.assign({ size_min: sizes.bytes, size_max: sizes.bytes });
      return;
    case "lognormal":
      view.assign({
        size_median: sizes.medianBytes,
        size_sigma_milli: sizes.sigmaMilli,
      });
      // Falls through to the bounds, which a uniform shape has as well.
    case "uniform":
      view.assign({ size_min: sizes.minBytes, size_max: sizes.maxBytes });
      return;
    case "list":
      putSizeList(view, sizes);
  }
}

function putSizeList(
  view: StructView<keyof typeof LAYOUTS.sv_object_spec.fields>,
  { sizes }: Extract<SizeShape, { kind: "list" }>,
): void {
  if (sizes.length < 1 || sizes.length > SIZE_LIST_MAX) {
    throw new RangeError(
      `Cannot pass a list of ${sizes.length} sizes: the core takes 1 to ` +
        `${SIZE_LIST_MAX}`,
    );
  }
  const bytes = sizes.map((one) => one.bytes);
  view.assign({
    size_list_count: sizes.length,
    size_min: Math.min(...bytes),
    size_max: Math.max(...bytes),
  });
  const { fields } = LAYOUTS.sv_object_spec;
  const lengths = new BigUint64Array(view.bytes.buffer, fields.size_list[0]);
  const weights = new Uint32Array(view.bytes.buffer, fields.size_weights[0]);
  for (const [index, one] of sizes.entries()) {
    lengths[index] = BigInt(one.bytes);
    weights[index] = one.weight;
  }
}

/** Throws `RangeError` for what does not fit its field. */
export function objectLaneBytes(
  spec: ObjectLaneSpec,
): Uint8Array<ArrayBuffer> {
  const { choose, arrival } = spec;
  const view = new StructView(LAYOUTS.sv_object_lane_spec).assign({
    seed: spec.seed,
    first_key: spec.firstKey,
    key_count: spec.keyCount,
    limit_ops: spec.limitOps,
    limit_bytes: spec.limitBytes,
    limit_ns: spec.limitNs,
    warmup_ns: spec.warmupNs,
    range_bytes: spec.rangeBytes,
    depth: spec.depth,
    arrival: ARRIVAL[arrival.kind],
    key_choice: CHOICE[choose.kind],
    verify: spec.verify ? 1 : 0,
    errors_max: spec.errorsMax,
    lane: spec.lane,
    endpoint: spec.endpoint,
    attempts_max: spec.attemptsMax,
    list_limit: spec.listLimit,
    part_depth: spec.partDepth,
  });
  if (arrival.kind !== "closed") {
    view.set("interval_ps", arrival.intervalPs);
    view.set("phase_ns", arrival.phaseNs);
  }
  if (choose.kind === "zipf") view.set("zipf_theta_milli", choose.thetaMilli);
  if (choose.kind === "hot-band") {
    view.set("hot_space_permille", choose.spacePermille);
    view.set("hot_access_permille", choose.accessPermille);
  }
  const { fields } = LAYOUTS.sv_object_lane_spec;
  const weights = new Uint32Array(
    view.bytes.buffer,
    fields.weight[0],
    LANE_OPS.length,
  );
  for (const [index, op] of LANE_OPS.entries()) {
    if (op === "read" || op === "write" || op === "sync") continue;
    weights[index] = spec.weights[op] ?? 0;
  }
  return view.bytes;
}
