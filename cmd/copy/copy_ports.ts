/** What copies are handed of the core and of the clock. */
import type { CopyPorts } from "../../engine/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import type { Context } from "../context.ts";

/** Streams live as long as the core does. */
export function copyPorts(
  { clock }: Pick<Context, "clock">,
  core: Pick<Core, "stream" | "digestKinds">,
): CopyPorts {
  return {
    stream: (spec) => core.stream(spec),
    digestKinds: () => core.digestKinds(),
    sleepMs: (ms, signal) => clock.sleepMs(ms, signal),
  };
}
