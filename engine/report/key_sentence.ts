/** What a finding on a key means, in one sentence for a person. */
import type { FindingRecording } from "../recorder/mod.ts";
import { STRANGER_KEY } from "../workers/mod.ts";
import { type FileName, holds, letters } from "./finding_sentence.ts";

/**
 * Names the key, what showed it, and the class after the colon. Without
 * content there is no unit to name: the key itself is wrong.
 */
export function keySentence(
  finding: FindingRecording,
  fileName: FileName,
): string {
  const key = JSON.stringify(finding.file);
  const whole = wholeKey(finding);
  if (whole !== null) return `Key ${key} ${whole}: ${finding.class}`;
  return `Unit ${finding.unit} of key ${key} (offset ${finding.offsetBytes}) ` +
    holds(finding, fileName);
}

/** What is wrong with a key as such, or `null` when a unit of it is wrong. */
function wholeKey(finding: FindingRecording): string | null {
  const { op } = finding;
  if (finding.class === "wrong checksum") return withChecksum(finding);
  if (op === "list") return inListing(finding);
  if (op === "head") return inHead(finding);
  // Bytes that were compared tell whose they are, or differ in some bit.
  if (finding.found !== null || finding.badBits > 0) return null;
  switch (finding.class) {
    case "lost":
      return isOfSize(finding)
        ? "has the size of the generation before"
        : `is not there, though ${generation(finding)} was acknowledged`;
    case "stale":
      return "is still there, though its deletion was acknowledged";
    case "truncated":
      return `ends at byte ${endOf(finding)}, before its end`;
    case "foreign":
      return `goes on after byte ${endOf(finding)}, where it should end`;
    default:
      return null;
  }
}

/** Both samples are the checksums, in the letters of the answer. */
function withChecksum({ op, ...finding }: FindingRecording): string {
  const found = letters(finding.foundSample);
  const expected = letters(finding.expectedSample);
  const when = op === "put" || op === "upload"
    ? "was acknowledged"
    : `came back for ${op}`;
  return `${when} with checksum ${found}, and its bytes have ${expected}`;
}

function inListing(finding: FindingRecording): string {
  const { offsetBytes } = finding;
  switch (finding.class) {
    case "lost":
      return isOfSize(finding)
        ? "has the size of the generation before in a list"
        : "is missing in a list, though it was acknowledged";
    case "duplicated":
      return "is twice in a list";
    case "reordered":
      return "is out of order in a list";
    case "extra":
      return offsetBytes > 0
        ? `is beyond the ${offsetBytes} keys that a page of a list may have`
        : "is in a page of a list that was not asked for it";
    case "stale":
      return "is in a list, though its deletion was acknowledged";
    case "foreign":
      return finding.key === STRANGER_KEY
        ? "is in a list, and this run has put no such key"
        : "has a wrong size in a list";
    default:
      return "has a wrong size in a list";
  }
}

function inHead(finding: FindingRecording): string {
  switch (finding.class) {
    case "lost":
      return isOfSize(finding)
        ? "has the size of the generation before for head"
        : `is not there for head, though ${
          generation(finding)
        } was acknowledged`;
    case "stale":
      return "is there for head in a state that was replaced or deleted";
    default:
      return "has a wrong size or tag for head";
  }
}

/** A wrong size is told as an offset; what is missing has none. */
function isOfSize({ offsetBytes }: FindingRecording): boolean {
  return offsetBytes > 0;
}

function endOf({ offsetBytes, firstBadByte }: FindingRecording): number {
  return offsetBytes + firstBadByte;
}

function generation({ expectedLow, expectedHigh }: FindingRecording): string {
  return expectedLow === expectedHigh
    ? `generation ${expectedLow}`
    : `generation ${expectedLow} to ${expectedHigh}`;
}
