/** What cases of tables are handed: ports of tables, and what a host tells. */
import { type TableCasePorts, UsageError } from "../../engine/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import type { Context } from "../context.ts";
import { heldBytes } from "../frameworks/held_bytes.ts";
import { tablePorts } from "./table_ports.ts";

/** Share of the stress cases' rows and rounds; 1 is 100 million rows. */
const SCALE_VARIABLE = "STOR_VERIFY_STRESS_SCALE";
/** Seconds for all of them together, on a disk at rest. */
const SCALE = 0.0005;

/** Throws a `UsageError` for a scale that is none. */
export function tableCasePorts(
  { env }: Pick<Context, "env">,
  core: Pick<Core, "crc32c" | "faults" | "nowNs" | "pages">,
): TableCasePorts {
  return {
    ...tablePorts(core, { env }),
    nowNs: () => core.nowNs(),
    heldBytes,
    openFiles,
    stressScale: parseScale(env(SCALE_VARIABLE)),
  };
}

function parseScale(text: string | undefined): number {
  if (text === undefined) return SCALE;
  const scale = Number(text);
  if (scale > 0 && scale <= 1) return scale;
  throw new UsageError(`Cannot use ${SCALE_VARIABLE}`, [{
    path: SCALE_VARIABLE,
    sentence:
      `It is ${JSON.stringify(text)}, and should be more than 0 and at ` +
      "most 1",
  }]);
}

/** Only Linux tells them, and only to who may look. */
function openFiles(): number | null {
  try {
    return [...Deno.readDirSync("/proc/self/fd")].length;
  } catch {
    return null;
  }
}
