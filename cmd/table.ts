/** `stor-verify table`: look at a table of columns, wherever it lies. */
import { resolveTarget } from "../backends/mod.ts";
import { openTable, type Table, TableStore } from "../engine/mod.ts";
import { armFaults, FAULT_FLAGS } from "./arm_faults.ts";
import { readTargetTable } from "./choose_targets.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { CONFIG_FLAG } from "./select_flags.ts";
import { checkOne } from "./table/check_one.ts";
import { listTables } from "./table/list_tables.ts";
import { scanRows } from "./table/scan_rows.ts";
import { tableSite } from "./table/table_site.ts";
import { showTable, showVersions } from "./table/show_table.ts";
import type { TableView } from "./table/table_view.ts";
import { judged } from "./table/table_failure.ts";
import { tablePorts } from "./table/table_ports.ts";
import { UsageError } from "./usage_error.ts";
import type { Wiring } from "./wiring.ts";
import { withWiring } from "./with_wiring.ts";

const HELP = `
ls       Lists the tables at URL and below it.
show     Prints one version: columns, column groups, files, properties.
log      Prints all versions: who follows whom, and what each changed.
scan     Prints rows, a line each; a value stands as in JSON.
check    Reads every version, every file and every row, and says what is wrong.

Nothing is written, but with "check --remove-orphans". A table that is damaged
ends with exit code 1, a place that is none with 3.`;

const ACTIONS = ["ls", "show", "log", "scan", "check"] as const;

/** What only one action takes. */
const OWN_FLAGS: Readonly<Record<string, readonly string[]>> = {
  version: ["show", "scan"],
  columns: ["scan"],
  where: ["scan"],
  limit: ["scan"],
  key: ["scan", "check"],
  "remove-orphans": ["check"],
};

/** The command as the table lists it. */
export const table: Command = {
  name: "table",
  summary: "Look at a table: versions, files, rows, and if it is whole",
  help: HELP,
  examples: [
    "stor-verify table ls s3://bucket/lake",
    "stor-verify table log file:///mnt/lake/events --json",
    `stor-verify table scan file:///mnt/t --where "id >= 10" --columns id,name`,
    "stor-verify table check az://container/t",
    "stor-verify table scan minio --path lake/events --limit 5",
  ],
  positionals: [
    { name: "action", words: ACTIONS },
    { name: "URL" },
  ],
  flags: [
    {
      name: "path",
      value: "PATH",
      summary: "The table below URL, as ls prints it",
    },
    { name: "version", value: "N", summary: "That version, not the newest" },
    {
      name: "columns",
      value: "NAMES",
      summary: "Only these columns, with commas between",
    },
    {
      name: "where",
      value: "CONDITION",
      summary: "Only rows for which it is true, as in SQL",
    },
    { name: "limit", value: "N", summary: "At most so many rows; 20, 0: all" },
    { name: "key", value: "TEXT", summary: "The key of encrypted files" },
    {
      name: "remove-orphans",
      summary: "Delete files that no version refers to or that have no end",
    },
    { name: "json", summary: "Print JSON instead" },
    CONFIG_FLAG,
    ...FAULT_FLAGS.filter(({ name }) => name === "fault"),
  ],
  async run(context, args) {
    const [action = "", url = ""] = args.positionals;
    refuseOthersFlags(action, args);
    const targets = readTargetTable(context, args);
    const { path, target } = tableSite(
      resolveTarget(url, targets, { cwd: context.cwd }),
      args.text("path") ?? "",
    );
    return await withWiring(context, async (wiring) => {
      armFaults(wiring.core.faults, args);
      await wiring.openTargets([target], "verify");
      const view = { context, args, url };
      return await judged(
        context,
        () => act(action, view, { wiring, name: target.name, path }),
      );
    });
  },
};

function refuseOthersFlags(action: string, args: Args): void {
  const mistakes = Object.entries(OWN_FLAGS)
    .filter(([name, actions]) => args.has(name) && !actions.includes(action))
    .map(([name, actions]) =>
      `Cannot use --${name} with "table ${action}": it is for ` +
      actions.join(" and ")
    );
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

async function act(
  action: string,
  view: { readonly context: Context; readonly args: Args },
  { name, path, wiring }: {
    readonly wiring: Wiring;
    readonly name: string;
    readonly path: string;
  },
): Promise<ExitCode> {
  const backend = wiring.backend(name);
  const ports = tablePorts(wiring.core, view.context);
  if (action === "ls") return await listTables(view, { backend, path, ports });
  const store = new TableStore({ backend, path, ports });
  if (action === "log") return await showVersions(view, store);
  if (action === "check") return await checkOne(view, store);
  const version = countOf(view, "version");
  const opened: Table = await openTable({
    backend,
    path,
    ports,
    ...(version === null ? {} : { version }),
  });
  if (action === "show") return await showTable(view, opened);
  const exit = await scanRows(view, opened, countOf(view, "limit") ?? LIMIT);
  const { broken } = opened.snapshot;
  for (const one of broken) {
    view.context.stderr.write(
      `stor-verify: Version ${one.version} is passed over: ${one.reason}\n`,
    );
  }
  return broken.length > 0 ? 1 : exit;
}

const LIMIT = 20;

function countOf({ args }: TableView, flag: string): number | null {
  const text = args.text(flag);
  if (text === undefined) return null;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new UsageError([
    `Cannot read --${flag} ${
      JSON.stringify(text)
    }: it should be a whole number`,
  ]);
}
