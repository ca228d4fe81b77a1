/** What is wrong with bytes that should hold samples: a value of the world. */

/**
 * `truncated`: bytes are missing at the end. `checksum`: a sum that the format
 * itself carries does not fit. `malformed`: it is not this format, or a field
 * says what cannot be. `unsupported`: the format allows it, and we do not.
 */
export type SampleFaultKind =
  | "truncated"
  | "checksum"
  | "malformed"
  | "unsupported";

export interface FaultPlace {
  /** As it stands in sentences: `.npy`, `TFRecord`. */
  readonly format: string;
  readonly kind: SampleFaultKind;
  /** From the start of the bytes that were given. */
  readonly atByte: number;
  readonly reason: string;
}

/**
 * Thrown by every reader of a format, and by nothing else, so that a caller can
 * tell damaged samples from its own mistakes. It does not know the file: who
 * read it names it.
 */
export class SampleFault extends Error implements FaultPlace {
  readonly format: string;
  readonly kind: SampleFaultKind;
  readonly atByte: number;
  readonly reason: string;

  constructor({ format, kind, atByte, reason }: FaultPlace) {
    super(`Cannot read ${format} at byte ${atByte}: ${reason}`);
    this.name = "SampleFault";
    this.format = format;
    this.kind = kind;
    this.atByte = atByte;
    this.reason = reason;
  }
}
