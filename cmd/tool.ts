/** The tool's own name and version, from the one place that states it. */
import config from "../deno.json" with { type: "json" };

/** `stor-verify 0.1.0`: stands in every recording and report. */
export const TOOL = `stor-verify ${config.version}`;
