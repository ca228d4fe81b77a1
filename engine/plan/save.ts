/** A plan as JSON text and back. A damaged text gives one sentence. */
import { UsageError } from "../profile/mod.ts";
import type { Plan } from "./plan.ts";
import { PLAN_SHAPE } from "./plan_shape.ts";
import { shapeFault } from "./shape.ts";

const VERSION = 1;

/** Stable text: equal plans give equal texts. */
export function savePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 1)}\n`;
}

/**
 * The plan that `savePlan()` wrote. Throws a `UsageError` with one mistake
 * for another version or a damaged text.
 */
export function loadPlan(text: string): Plan {
  const value = parseJson(text);
  const version = versionOf(value);
  if (version !== VERSION) {
    throw damaged(
      "version",
      `It is ${JSON.stringify(version) ?? "missing"}: this program reads ` +
        `version ${VERSION}`,
    );
  }
  const fault = shapeFault(value, PLAN_SHAPE);
  if (fault !== null) throw damaged(fault.path, fault.sentence);
  // The shape was checked field by field just above.
  return value as Plan;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw damaged("", `The text is no JSON: ${error.message}`);
  }
}

function versionOf(value: unknown): unknown {
  const isRecord = typeof value === "object" && value !== null;
  return isRecord && "version" in value ? value.version : undefined;
}

function damaged(path: string, sentence: string): UsageError {
  return new UsageError("Cannot load the plan", [{ path, sentence }]);
}
