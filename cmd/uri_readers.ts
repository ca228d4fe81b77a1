/**
 * Every way in which a URL comes into the program, as the cases try them. Each
 * is the code that the commands themselves go through.
 */
import { parseTargets } from "../backends/mod.ts";
import { parseProfile, type UriReader } from "../engine/mod.ts";
import { chooseTargets, readTargetTable } from "./choose_targets.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { readSelection } from "./selection.ts";

/** Reads no storage; what a reader throws is what its command would say. */
export function uriReaders(
  context: Context,
  args: Pick<Args, "text">,
): UriReader[] {
  const config = args.text("config");
  const { cwd } = context;
  const choose = (names: readonly string[]) => {
    const table = readTargetTable(context, args);
    return only(chooseTargets(names, { table, cwd }));
  };
  return [
    {
      name: "run and plan (--target)",
      read: (uri) =>
        only(readSelection(context, flagsOnly(uri, config)).targets),
    },
    { name: "cases and verify", read: (uri) => choose([uri]) },
    {
      name: "a profile (targets)",
      read: (uri) =>
        choose(parseProfile(profileOf(uri), { source: "it" }).targets),
    },
    {
      name: "a targets file (url)",
      read: (uri) => {
        const text = JSON.stringify({ targets: { it: { url: uri } } });
        return only([...parseTargets(text, context.env, { cwd }).values()]);
      },
    },
  ];
}

/** JSON is YAML, and quotes whatever a URL may hold. */
function profileOf(uri: string): string {
  return JSON.stringify({
    name: "uri",
    targets: [uri],
    steps: [{ cases: ["*"] }],
  });
}

function only(
  targets: readonly { readonly url: { readonly text: string } }[],
): string {
  return targets.map(({ url }) => url.text).join(" ");
}

/** As if `--target` had been typed, with the targets file of this run. */
function flagsOnly(uri: string, config: string | undefined): Args {
  const flags = new Map([["target", uri]]);
  if (config !== undefined) flags.set("config", config);
  return {
    positionals: [],
    has: (name) => flags.has(name),
    text: (name) => flags.get(name),
    texts: (name) => [flags.get(name)].filter((text) => text !== undefined),
  };
}
