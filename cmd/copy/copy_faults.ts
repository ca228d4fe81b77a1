/**
 * Faults that a copy or a check is asked to meet. Goes in: flags and places as
 * they were typed; comes out: the places, led by a way that fails where that
 * was asked for, and what was armed.
 */
import type { FaultyWay } from "../../backends/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import { armFaults, type FaultsMet, faultsMet } from "../arm_faults.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import { leadTargets, netFaultStates, netFaultTexts } from "../net_faults.ts";
import { targetAt, type TypedPlace } from "./place.ts";

/** What is armed until it is disarmed; nothing, as a rule. */
export interface CopyFaults {
  readonly armed: readonly string[];
  readonly way: FaultyWay | null;
  /** One of the places, so that its connections go that way. */
  lead(place: TypedPlace): TypedPlace;
  /** How often each was reached so far, and fired. */
  met(): FaultsMet;
  /** Harmless when repeated. */
  disarm(): void;
}

/** Of a copy that is to meet none. */
export const NO_COPY_FAULTS: CopyFaults = {
  armed: [],
  way: null,
  lead: (place) => place,
  met: () => ({ faultsArmed: [] }),
  disarm() {},
};

/**
 * Fails with a `UsageError` that holds all that cannot be armed. Faults of the
 * network wait for `way.arm(true)`.
 */
export async function armCopy(
  core: Core,
  places: readonly TypedPlace[],
  { args, context }: { readonly args: Args; readonly context: Context },
): Promise<CopyFaults> {
  const stores = places.filter(({ container }) => container !== "");
  // Of folders alone it is a mistake, which names them.
  const leading = stores.length > 0 ? stores : places;
  const { targets, way } = await leadTargets(
    core,
    leading.map((place) => targetAt(place, place.path)),
    { args, context },
  );
  const armed = [...armFaults(core.faults, args), ...netFaultTexts(args)];
  const met = () =>
    faultsMet(armed, [...core.faults.list(), ...netFaultStates(way)]);
  return {
    armed,
    way,
    met,
    lead(place) {
      const { detours } = targets[leading.indexOf(place)] ?? {};
      return detours === undefined ? place : { ...place, detours };
    },
    disarm() {
      core.faults.clear();
      way?.close();
    },
  };
}
