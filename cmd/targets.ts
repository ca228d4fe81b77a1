/** `stor-verify targets`: the names that `--target` takes, without secrets. */
import {
  builtInTargets,
  resolveTarget,
  type Target,
  type TargetTable,
} from "../backends/mod.ts";
import { readTargetTable } from "./choose_targets.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { NET_FAULT_FLAG } from "./net_faults.ts";
import { CONFIG_FLAG } from "./select_flags.ts";
import { checkTargets } from "./targets/check.ts";
import { textTable } from "./text_table.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
list    Lists the targets of the targets file, and the built-in ones.
show    Shows one target with its settings; secrets are shown as ***.
check   Tries targets step by step: settings, name, connection, TLS, credential,
        place, and a small object that is put, read and deleted. Says which step
        failed, why, and what to do. Without a name it tries all of the file.

The targets file is the first of --config FILE, STOR_VERIFY_CONFIG,
stor-verify.local.yaml and stor-verify.yaml. What it names goes before the
built-in targets. Of one target, its settings go before variables of the
environment, and those before the defaults of its provider. The file
is YAML: "targets: {fast: {url: 'direct:///mnt/nvme'}}", with \${NAME} for
variables of the environment.`;

/** The command as the table lists it. */
export const targets: Command = {
  name: "targets",
  summary: "List, show or check the targets that can be named",
  help: HELP,
  examples: [
    "stor-verify targets list",
    "stor-verify targets show local",
    "stor-verify targets list --config lab.yaml --json",
    "stor-verify targets check minio s3://bucket/prefix",
  ],
  positionals: [
    { name: "action", words: ["list", "show", "check"] },
    { name: "NAME", optional: true, many: true },
  ],
  flags: [
    CONFIG_FLAG,
    NET_FAULT_FLAG,
    { name: "json", summary: "Print JSON instead" },
  ],
  run(context, args) {
    const [action, ...names] = args.positionals;
    if (action === "check") return checkTargets(context, args, names);
    const [name, extra] = names;
    if (args.has("net-fault")) {
      throw new UsageError([
        `Cannot use --net-fault with "targets ${action}": nothing is sent: ` +
        'it is for "targets check"',
      ]);
    }
    if (extra !== undefined) {
      throw new UsageError([`Unexpected "${extra}" after "targets ${action}"`]);
    }
    const table = readTargetTable(context, args);
    if (action === "list" && name !== undefined) {
      throw new UsageError([`Unexpected "${name}" after "targets list"`]);
    }
    if (action === "show" && name === undefined) {
      throw new UsageError(['Missing NAME after "targets show"']);
    }
    context.stdout.write(
      name === undefined
        ? renderList(context, args, table)
        : renderTarget(resolveTarget(name, table, { cwd: context.cwd }), args),
    );
    return Promise.resolve(0);
  },
};

function renderList(context: Context, args: Args, table: TargetTable): string {
  const builtIn = builtInTargets({ cwd: context.cwd });
  const all = new Map([...builtIn, ...table]);
  if (args.has("json")) return json([...all.values()].map(plainTarget));
  return textTable([...all.values()].map(({ name, url }) => [
    name,
    url.text,
    table.has(name) ? "" : "built-in",
  ]));
}

function renderTarget(target: Target, args: Args): string {
  if (args.has("json")) return json(plainTarget(target));
  const settings = Object.entries(target.settings)
    .map(([name, value]) => [name, String(value)]);
  return textTable([
    ["name", target.name],
    ["url", target.url.text],
    ...settings,
  ]);
}

/** Secrets stay secret: they turn themselves into `***`. */
function plainTarget(target: Target) {
  return {
    name: target.name,
    url: target.url.text,
    settings: target.settings,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
