/** Turns a finding of the core into text that JSON can keep. */
import type { UnitFinding } from "../../backends/mod.ts";
import { type PlannedTarget, u64ToHex } from "../plan/mod.ts";
import type { FindingRecording } from "./recording.ts";

/** Where the finding was made. */
export interface FindingPlace {
  readonly target: PlannedTarget;
  readonly step: string;
  /** Name of the key; absent where there are no keys. */
  readonly key?: string;
}

/** Identities become 16 hex digits, samples hex, file or key its name. */
export function recordFinding(
  finding: UnitFinding,
  place: FindingPlace,
): FindingRecording {
  const files = place.target.space?.files ?? [];
  return {
    class: finding.class,
    target: place.target.name,
    step: place.step,
    file: place.key ?? files[finding.file]?.name ?? `file ${finding.file}`,
    ...(place.key !== undefined && { key: finding.file, op: finding.op }),
    lane: finding.lane,
    atNs: finding.timeNs,
    offsetBytes: finding.offsetBytes,
    unit: finding.unit,
    expectedLow: finding.expectedLow,
    expectedHigh: finding.expectedHigh,
    found: finding.found && {
      object: u64ToHex(finding.found.object),
      unit: finding.found.unit,
      generation: finding.found.generation,
      run: u64ToHex(finding.found.run),
      sequence: finding.found.sequence,
    },
    firstBadByte: finding.firstBadByte,
    badBytes: finding.badBytes,
    badBits: finding.badBits,
    shiftBytes: finding.shiftBytes,
    ...(finding.spanBytes && { spanBytes: finding.spanBytes }),
    sampleByte: finding.sampleByte,
    expectedSample: hexOf(finding.expectedSample),
    foundSample: hexOf(finding.foundSample),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
