/** A copy that cannot be done as it was asked for; nothing was touched. */
import { formatBytes } from "../../profile/mod.ts";

export interface ShortMemory {
  readonly key: string;
  readonly sizeBytes: number;
  readonly memoryBytes: number;
  /** The least that would do. */
  readonly neededBytes: number;
  /** Copies that have as much each; 1 when absent. */
  readonly copies?: number;
}

/** A usage error: the sentence names the memory that would do. */
export class CopyRefusal extends Error {
  /** By which commands know that it is about what was asked for. */
  readonly mistakes: readonly string[];

  constructor(short: ShortMemory) {
    const { key, sizeBytes, memoryBytes, neededBytes, copies = 1 } = short;
    const neededMiB = Math.ceil(neededBytes * copies / (1 << 20));
    const fitsAlone = copies > 1 && neededBytes <= memoryBytes * copies;
    super(
      `Cannot copy ${JSON.stringify(key)} of ${
        formatBytes(sizeBytes)
      } within ` +
        `${formatBytes(memoryBytes)}: two of its parts must fit: give ` +
        `--memory ${neededMiB}MiB or more` +
        (fitsAlone ? ", or --parallel 1" : ""),
    );
    this.name = "CopyRefusal";
    this.mistakes = [this.message];
  }
}
