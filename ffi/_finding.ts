/** Reads findings out of an array of `struct sv_finding`. */
import { FINDING_CLASSES, LANE_OPS, type UnitFinding } from "./evidence.ts";
import { LAYOUTS, SAMPLE_BYTES } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** What `found_object` holds when the unit names no owner. */
const NOBODY = (1n << 64n) - 1n;

/** The first `count` findings in `bytes`, copied. */
export function readFindings(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
): UnitFinding[] {
  const { sizeBytes } = LAYOUTS.sv_finding;
  return Array.from({ length: count }, (_, index) => {
    const at = index * sizeBytes;
    return readFinding(bytes.subarray(at, at + sizeBytes));
  });
}

function readFinding(bytes: Uint8Array<ArrayBuffer>): UnitFinding {
  const view = new StructView(LAYOUTS.sv_finding, bytes);
  const number = view.number("class_");
  const object = view.big("found_object");
  const span = view.number("span_bytes");
  return {
    // A class of a newer core keeps its number rather than a wrong word.
    class: FINDING_CLASSES[number - 1] ?? `class ${number}`,
    timeNs: view.number("time_ns"),
    op: LANE_OPS[view.number("op")] ?? "read",
    file: view.number("file"),
    lane: view.number("lane"),
    offsetBytes: view.number("offset_bytes"),
    unit: view.number("unit"),
    expectedLow: view.number("expected_low"),
    expectedHigh: view.number("expected_high"),
    found: object === NOBODY ? null : {
      object,
      unit: view.number("found_unit"),
      generation: view.number("found_generation"),
      run: view.big("found_run"),
      sequence: view.number("found_sequence"),
    },
    firstBadByte: view.number("first_bad_byte"),
    badBytes: view.number("bad_bytes"),
    badBits: view.number("bad_bits"),
    shiftBytes: view.number("shift_bytes"),
    ...(span > 0 && { spanBytes: span }),
    sampleByte: view.number("sample_byte"),
    expectedSample: view.slice("expected", SAMPLE_BYTES),
    foundSample: view.slice("found", SAMPLE_BYTES),
  };
}
