/** The targets of a run that is over, for commands that go on with it. */
import { type Target, TargetsError } from "../backends/mod.ts";
import { chooseTargets, readTargetTable } from "./choose_targets.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import type { RunPlace } from "./store/run_state.ts";

/**
 * By the URL the run had: a name may mean something else by now. Where it does
 * not, it tells two targets apart that have one URL and other settings.
 *
 * The URL of a store does not say where it is, so a store that had a name is
 * a mistake unless the name still has that URL: its bucket at another endpoint
 * would be somebody else's.
 */
export function targetsOfRun(
  context: Context,
  args: Pick<Args, "text">,
  places: readonly RunPlace[],
): Target[] {
  const table = readTargetTable(context, args);
  const lost = places.filter(({ target, url, isStore }) =>
    isStore === true && target !== url && table.get(target)?.url.text !== url
  );
  if (lost.length > 0) {
    throw new TargetsError(
      lost.map(({ target, url }) =>
        `Cannot find target ${JSON.stringify(target)} of the run: no target ` +
        `here has that name and the URL "${url}": give the run's targets file ` +
        "by --config"
      ),
    );
  }
  return places.map((place) => {
    const isSame = table.get(place.target)?.url.text === place.url;
    const [target] = chooseTargets([isSame ? place.target : place.url], {
      table,
      cwd: context.cwd,
    });
    if (target === undefined) throw new TargetsError([place.url]);
    return { ...target, name: place.target };
  });
}
