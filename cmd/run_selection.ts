/**
 * From what was asked for to a verdict: opens the targets, plans, arms the
 * faults, and carries the plan out. `run` and `cases run` are this.
 */
import { openAckWay } from "./ack_log/told_run.ts";
import { armFaults } from "./arm_faults.ts";
import { beginRun } from "./begin_run.ts";
import { type CarriedOut, carryOut } from "./carry_out.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { whileLogged } from "./logged_run.ts";
import { askedLoads, makePlan } from "./make_plan.ts";
import { leadTargets, netFaultTexts } from "./net_faults.ts";
import { whileScraped } from "./scrape_endpoint.ts";
import type { Selection } from "./selection.ts";
import { endedWithWiring } from "./with_wiring.ts";

/** Nothing is touched before everything that can be refused was refused. */
export function runSelection(
  context: Context,
  args: Args,
  selection: Selection,
): Promise<CarriedOut> {
  return endedWithWiring(context, async (wiring) => {
    const led = await leadTargets(wiring.core, selection.targets, {
      ...{ args, context },
    });
    const { targets } = led;
    wiring.network = led.way;
    const loads = askedLoads(selection);
    const opened = await wiring.openTargets(targets, "create", loads);
    const plan = makePlan(context, selection, opened);
    const faultsArmed = [
      ...armFaults(wiring.core.faults, args),
      ...netFaultTexts(args),
    ];
    const ackWay = await openAckWay(context, args, plan);
    const run = { context, args, wiring, plan, targets, faultsArmed };
    try {
      return await whileLogged(run, (operations) =>
        whileScraped(
          run,
          async (scrape) =>
            await carryOut(
              await beginRun({
                ...run,
                ...(ackWay && { ackWay }),
                ...(scrape && { scrape }),
                ...(operations && { operations }),
              }),
            ),
        ));
    } finally {
      await ackWay?.close();
    }
  });
}
