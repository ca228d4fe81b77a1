/**
 * Says of findings that they are known of the server that showed them. Nothing
 * else about them changes: they are counted and judged as any other.
 */
import { knownLoadDeviation } from "../backends/mod.ts";
import type { Recording } from "../engine/mod.ts";

/** `serverOf` gives how a target's server names itself, if it has answered. */
export function markKnown(
  recording: Recording,
  serverOf: (target: string) => string | undefined,
): Recording {
  return {
    ...recording,
    steps: recording.steps.map((step) => ({
      ...step,
      findings: step.findings.map((finding) => {
        const known = knownLoadDeviation(finding, serverOf(finding.target));
        return known === undefined ? finding : {
          ...finding,
          known: `${known.server} ${known.version}: ${known.reason}`,
        };
      }),
    })),
  };
}
