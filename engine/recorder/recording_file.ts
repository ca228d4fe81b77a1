/** A recording as JSON text and back. */
import { firstMismatch } from "./json_shape.ts";
import { RECORDING_SHAPE } from "./recording_shape.ts";
import type { Recording } from "./recording.ts";

/** One line of JSON: a recording is for programs. */
export function saveRecording(recording: Recording): string {
  return `${JSON.stringify(recording)}\n`;
}

/**
 * Throws an `Error` with one sentence when the text is no recording, is
 * damaged, or is of another version.
 */
export function loadRecording(text: string): Recording {
  const value = parseJson(text);
  if (!isRecording(value)) {
    throw new Error(
      `Cannot read recording: ${firstMismatch(value, RECORDING_SHAPE)}`,
    );
  }
  return value;
}

function isRecording(value: unknown): value is Recording {
  return firstMismatch(value, RECORDING_SHAPE) === null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error("Cannot read recording: it is not JSON", { cause });
  }
}
