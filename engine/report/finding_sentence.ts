/** What a finding means, in one sentence for a person. */
import type { FindingRecording } from "../recorder/mod.ts";

/** Gives the name of the file that an object id stands for, if it is ours. */
export type FileName = (objectId: string) => string | null;

/** Names the unit, what it holds, and the class after the colon. */
export function findingSentence(
  finding: FindingRecording,
  fileName: FileName,
): string {
  const where = finding.file === "" ? "the device" : finding.file;
  const head = `Unit ${finding.unit} of ${where} ` +
    `(offset ${finding.offsetBytes})`;
  return `${head} ${holds(finding, fileName)}`;
}

/** What the unit holds, as the end of a sentence that named it. */
export function holds(finding: FindingRecording, fileName: FileName): string {
  const { found, firstBadByte } = finding;
  const expected = generations(finding);
  switch (finding.class) {
    case "bit rot":
      return `differs in ${counted(finding.badBits, "bit")} of ` +
        `${counted(finding.badBytes, "byte")}, first at byte ` +
        `${firstBadByte}: bit rot`;
    case "zeroed":
      return `${blank(finding, "zeros")} where ${expected} was written: zeroed`;
    case "erased":
      return `${blank(finding, "0xFF")} where ${expected} was written: erased`;
    case "wrong checksum":
      return `came with checksum ${letters(finding.foundSample)}, and the ` +
        `bytes of its object have ${letters(finding.expectedSample)}: wrong ` +
        "checksum";
    case "byte-swapped":
      return "holds its bytes in reverse order within words of " +
        `${finding.shiftBytes}: byte-swapped`;
    case "torn":
      return `holds parts of two writes, ${expected} and another from byte ` +
        `${firstBadByte} on: torn write`;
    case "misdirected":
      return `holds ${source(finding, fileName)}: misdirected write or read`;
    case "cross-object":
      return `holds ${source(finding, fileName)}: cross-object write or read`;
    case "reordered":
      return `holds ${source(finding, fileName)}, and the units have ` +
        "changed places: reordered";
    case "duplicated":
      return `holds a copy of ${source(finding, fileName)}: duplicated`;
    case "stale":
      return `holds generation ${found?.generation ?? "?"} where ` +
        `${expected} was acknowledged: stale`;
    case "lost":
      return `holds generation ${found?.generation ?? "?"} where ` +
        `${expected} was acknowledged: its last write was lost`;
    case "previous run":
      return `holds bytes of run ${found?.run ?? "?"}: previous run`;
    case "shifted":
      return `holds its bytes moved by ${finding.shiftBytes}: shifted`;
    case "truncated":
      return firstBadByte === 0
        ? "lies beyond where its file now ends: truncated"
        : `is right up to byte ${firstBadByte} and zeros after it: truncated`;
    case "foreign":
      return `holds nothing that this run wrote, from byte ` +
        `${firstBadByte} on: foreign`;
    default:
      return `is wrong from byte ${firstBadByte} on: ${finding.class}`;
  }
}

/** What a sample says that holds text, as those of checksums do. */
export function letters(hex: string): string {
  const codes = (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  return String.fromCharCode(...codes.filter((code) => code !== 0));
}

function blank({ firstBadByte, spanBytes }: FindingRecording, with_: string) {
  return spanBytes === undefined
    ? `is all ${with_}`
    : `holds ${spanBytes} bytes of ${with_} from byte ${firstBadByte} on`;
}

function source(finding: FindingRecording, fileName: FileName): string {
  const { found } = finding;
  if (found === null) return "a unit from elsewhere";
  const name = fileName(found.object);
  if (name === null) return `unit ${found.unit} of object ${found.object}`;
  return name === finding.file
    ? `unit ${found.unit} of the same ${
      finding.key === undefined ? "file" : "key"
    }`
    : `unit ${found.unit} of ${name}`;
}

function generations(finding: FindingRecording): string {
  const { expectedLow, expectedHigh } = finding;
  return expectedLow === expectedHigh
    ? `generation ${expectedLow}`
    : `generation ${expectedLow} to ${expectedHigh}`;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
