/** A copy that cannot be done as it was asked for; nothing was touched. */
import { formatBytes } from "../../profile/mod.ts";

export interface ShortMemory {
  readonly key: string;
  readonly sizeBytes: number;
  readonly memoryBytes: number;
  /** The least that would do. */
  readonly neededBytes: number;
}

/** A usage error: the sentence names the memory that would do. */
export class CopyRefusal extends Error {
  /** By which commands know that it is about what was asked for. */
  readonly mistakes: readonly string[];

  constructor({ key, sizeBytes, memoryBytes, neededBytes }: ShortMemory) {
    const neededMiB = Math.ceil(neededBytes / (1 << 20));
    super(
      `Cannot copy ${JSON.stringify(key)} of ${
        formatBytes(sizeBytes)
      } within ` +
        `${formatBytes(memoryBytes)}: two of its parts must fit: give ` +
        `--memory ${neededMiB}MiB or more`,
    );
    this.name = "CopyRefusal";
    this.mistakes = [this.message];
  }
}
