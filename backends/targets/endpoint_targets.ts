/** One target for each endpoint of a service, all of one place. Pure. */
import type { Target } from "./target.ts";

/**
 * The target itself when it names no endpoint, or one. Their names are those
 * of the endpoints, which hold no secret.
 */
export function endpointTargets(target: Target): Target[] {
  const { endpoint } = target.settings;
  const written = typeof endpoint === "string"
    ? endpoint.split(/[,\s]+/).filter((one) => one !== "")
    : [];
  if (written.length < 2) return [target];
  return written.map((one) => ({
    ...target,
    name: one.replace(/\/\/[^/]*@/, "//***@"),
    settings: { ...target.settings, endpoint: one },
  }));
}
