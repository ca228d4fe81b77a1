/** The file that knows which appends to a table were acknowledged. */
import type { TableJournal } from "../../engine/mod.ts";
import { WriteFailed } from "../context.ts";
import { openSamplesJournal } from "../store/samples_journal.ts";

/** Fails with a `WriteFailed` where the file cannot be had, made or removed. */
export function openTableJournal(path: string): TableJournal {
  return {
    ...openSamplesJournal(path),
    remove() {
      try {
        Deno.removeSync(path);
      } catch (error) {
        throw new WriteFailed(`remove "${path}"`, error);
      }
    },
  };
}
