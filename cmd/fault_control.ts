/**
 * The folder through which `fiu-ctrl` arms fault points of a running process:
 * made for its owner alone, and swept of what killed runs left there.
 */
import type { CoreFaults } from "../ffi/mod.ts";
import { UsageError } from "./usage_error.ts";

/** So that `TMPDIR=DIR fiu-ctrl -c ... PID` finds it, as well as `-f`. */
const BASENAME = "fiu-ctrl";
const OTHERS_WRITE = 0o022;

/**
 * Opens the control in `folder`, which is made if it is not there. Fails with a
 * `UsageError` where somebody else could have put a FIFO in the place of ours.
 */
export function openFaultControl(
  faults: Pick<CoreFaults, "control">,
  folder: string,
): void {
  const reason = whyNot(folder);
  if (reason !== null) {
    throw new UsageError([
      `Cannot open the fault control in "${folder}": ${reason}`,
    ]);
  }
  sweep(folder);
  faults.control(`${folder}/${BASENAME}`);
}

/** What a person types to arm a point of process `processId`. */
export function faultControlHint(folder: string, processId: number): string {
  return `arm with  fiu-ctrl -f ${folder}/${BASENAME} ` +
    `-c "enable name=POINT" ${processId}`;
}

function whyNot(folder: string): string | null {
  try {
    Deno.mkdirSync(folder, { mode: 0o700 });
    return null;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  const { isDirectory, mode, uid } = Deno.statSync(folder);
  if (!isDirectory) return "it is not a folder";
  if (uid !== Deno.uid()) return `it belongs to user ${uid}, not to you`;
  return ((mode ?? 0) & OTHERS_WRITE) === 0
    ? null
    : "others may write there; name a folder that is yours alone";
}

/** A killed process leaves its FIFOs; its number may be ours one day. */
function sweep(folder: string): void {
  for (const { name } of Deno.readDirSync(folder)) {
    const found = /^fiu-ctrl-(\d+)\.(in|out)$/.exec(name);
    if (found === null || isAlive(Number(found[1]))) continue;
    Deno.removeSync(`${folder}/${name}`);
  }
}

function isAlive(processId: number): boolean {
  if (processId === Deno.pid) return false;
  try {
    Deno.statSync(`/proc/${processId}`);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
