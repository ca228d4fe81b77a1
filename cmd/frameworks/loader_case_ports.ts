/** What cases of training data are handed of the core, the clock and the host. */
import type { LoaderCasePorts } from "../../engine/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import type { Context } from "../context.ts";
import { heldBytes } from "./held_bytes.ts";
import { pythonHost } from "./python_host.ts";

const CODEC = "zstd";
const LEVEL = 3;

/** They live as long as the core does. */
export function loaderCasePorts(
  { clock, env }: Pick<Context, "clock" | "env">,
  core: Pick<Core, "nowNs" | "pages">,
): LoaderCasePorts {
  return {
    nowNs: () => core.nowNs(),
    sleepMs: (ms, signal) => clock.sleepMs(ms, signal),
    codec: {
      name: CODEC,
      compress(bytes) {
        const pages = core.pages();
        const boundBytes = pages.compressBoundBytes(CODEC, bytes.length);
        const to = new Uint8Array(boundBytes);
        const from = new Uint8Array(bytes);
        const written = pages.compress({
          codec: CODEC,
          level: LEVEL,
          from,
          to,
        });
        return to.slice(0, written);
      },
      decompress(bytes, plainBytes) {
        const to = new Uint8Array(plainBytes);
        const from = new Uint8Array(bytes);
        if (core.pages().decompress({ codec: CODEC, from, to })) return to;
        throw new RangeError(
          `Cannot decompress ${bytes.length} bytes of ${CODEC}: they are no ` +
            `whole frame of ${plainBytes} bytes`,
        );
      },
    },
    heldBytes,
    python: pythonHost({ env }),
    pages: () => core.pages(),
  };
}
