/** The file that knows which samples of a run a store has acknowledged. */
import type { LoaderJournal } from "../../engine/mod.ts";
import { WriteFailed } from "../context.ts";

/**
 * What a killed process wrote is in the file: each line is one write. Fails
 * with a `WriteFailed` where the file cannot be had.
 */
export function openSamplesJournal(path: string): LoaderJournal {
  const attempt = <T>(action: string, body: () => T): T => {
    try {
      return body();
    } catch (error) {
      throw new WriteFailed(`${action} "${path}"`, error);
    }
  };
  const file = attempt("open", () => {
    return Deno.openSync(path, { read: true, append: true, create: true });
  });
  const encoder = new TextEncoder();
  return {
    text: () => attempt("read", () => Deno.readTextFileSync(path)),
    append(line) {
      attempt("write", () => {
        let rest = encoder.encode(line);
        while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
      });
    },
    close: () => file.close(),
  };
}
