/** `stor-verify targets check`: tries targets step by step, and prints it. */
import {
  builtInTargets,
  type CheckStep,
  checkTarget,
  type FaultyWay,
  resolveTarget,
  type Target,
  TargetsError,
} from "../../backends/mod.ts";
import { faultMark } from "../../engine/mod.ts";
import type { FaultState } from "../../ffi/mod.ts";
import { readTargetTable } from "../choose_targets.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit_code.ts";
import { leadTargets, netFaultStates, netFaultTexts } from "../net_faults.ts";
import { openCore } from "../wiring.ts";

/** A target with what became of each step. */
interface CheckedTarget {
  readonly target: Target;
  readonly steps: readonly CheckStep[];
}

const MARKS: Readonly<Record<CheckStep["state"], string>> = {
  passed: "ok  ",
  failed: "FAIL",
  skipped: "skip",
};

/**
 * Checks those that are named, or all of the targets file; without one, the
 * built-in folders. Ends with 3 when a step of any target failed.
 */
export async function checkTargets(
  context: Context,
  args: Args,
  names: readonly string[],
): Promise<ExitCode> {
  const named = chosen(context, args, names);
  const core = openCore(context);
  const checked: CheckedTarget[] = [];
  let way: FaultyWay | null = null;
  try {
    const led = await leadTargets(core, named, { args, context });
    const { targets } = led;
    way = led.way;
    way?.arm(true);
    if (way !== null) mark(context, args);
    for (const target of targets) {
      const nonce = [...context.random(8)]
        .map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const steps = await checkTarget(target, {
        core,
        env: context.env,
        nonce,
      });
      checked.push({ target, steps });
      if (!args.has("json")) {
        context.stdout.write(renderChecked({ target, steps }));
      }
    }
  } finally {
    way?.close();
    core.close();
  }
  const faults = netFaultStates(way);
  if (args.has("json")) {
    const shown = plain(checked, faults);
    context.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  } else {
    for (const { name, hits, fired } of faults) {
      context.stdout.write(`${name} reached ${hits}, fired ${fired}\n`);
    }
  }
  return checked.some(hasFailed) ? 3 : 0;
}

/** Nobody may take a check over a broken network for one over a good one. */
function mark(context: Context, args: Args): void {
  if (args.has("json")) return;
  const faultsArmed = netFaultTexts(args);
  context.stdout.write(`${faultMark({ faultsArmed })}\n`);
}

function chosen(
  context: Context,
  args: Args,
  names: readonly string[],
): Target[] {
  const table = readTargetTable(context, args);
  const { cwd } = context;
  if (names.length === 0) {
    const local = builtInTargets({ cwd });
    return [...table.size > 0 ? table.values() : local.values()]
      .filter(({ url }) => table.size > 0 || "path" in url);
  }
  const mistakes: string[] = [];
  const targets = names.flatMap((name) => {
    try {
      return [resolveTarget(name, table, { cwd })];
    } catch (error) {
      if (!(error instanceof TargetsError)) throw error;
      mistakes.push(...error.mistakes);
      return [];
    }
  });
  if (mistakes.length > 0) throw new TargetsError(mistakes);
  return targets;
}

function hasFailed({ steps }: CheckedTarget): boolean {
  return steps.some(({ state }) => state === "failed");
}

/** A head line, then a line for each step. */
export function renderChecked({ target, steps }: CheckedTarget): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  const lines = steps.map(({ step, state, text }) =>
    `  ${MARKS[state]} ${step.padEnd(width)}  ${text}`
  );
  const head = target.name === target.url.text
    ? target.name
    : `${target.name} (${target.url.text})`;
  return [head, ...lines].map((line) => `${line}\n`).join("");
}

function plain(
  checked: readonly CheckedTarget[],
  faults: readonly FaultState[],
) {
  return {
    ...(faults.length > 0 && {
      netFaults: faults.map(({ name, hits, fired }) => ({
        ...{ point: name, reached: hits, fired },
      })),
    }),
    version: 1,
    targets: checked.map(({ target, steps }) => ({
      name: target.name,
      url: target.url.text,
      passed: !hasFailed({ target, steps }),
      steps,
    })),
  };
}
