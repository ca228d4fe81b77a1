/** `stor-verify cases`: tests of promises, listed or run over targets. */
import {
  type Case,
  type Catalogue,
  Mistakes,
  selectCases,
} from "../engine/mod.ts";
import { FAULT_FLAGS } from "./arm_faults.ts";
import { loadCatalogue } from "./case_catalogue.ts";
import { casesJson, renderCases } from "./case_list.ts";
import {
  chooseTargets,
  DEFAULT_TARGETS,
  readTargetTable,
} from "./choose_targets.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { checkReportPaths, OTHER_FORM_FLAGS } from "./report_files.ts";
import { INCLUDE_FLAG } from "./include_flag.ts";
import { runSelection } from "./run_selection.ts";
import { RUNS_FLAG, SELECT_FLAGS } from "./select_flags.ts";
import type { Selection } from "./selection.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
list    Lists all cases: which can run on which targets, and what the others
        wait for.
run     Runs cases over each target, one after another, and reports them. A
        place that is not empty and not ours is refused; what a case puts there
        it takes away again.

A case holds, is broken (exit 1), is not claimed by the target, or is skipped
with its reason. When every case was skipped the run is inconclusive (exit 4).
Profiles run cases too: "steps: [{cases: [object.*]}]". Of the fault points,
fs.* act on the object cases, the others on the block cases.`;

/** Flags of `run` that mean the same here. */
const SHARED = ["config", "seed", "erase-device"];

/** The command as the table lists it. */
export const cases: Command = {
  name: "cases",
  summary: "List the verification cases, or run them over targets",
  help: HELP,
  examples: [
    "stor-verify cases list --select 'object.*'",
    "stor-verify cases run --target file:///mnt/x",
    "stor-verify cases run --select object.real_io.direct " +
    "--target direct:///mnt/x",
  ],
  positionals: [{ name: "action", words: ["list", "run"] }],
  flags: [
    {
      name: "select",
      value: "GLOB",
      many: true,
      summary: "Only cases whose id matches, as in 'object.*'; may be repeated",
    },
    {
      name: "target",
      value: "URL|NAME",
      many: true,
      summary:
        "Storage to try them on, may be repeated; default: two scratch " +
        "folders here",
    },
    INCLUDE_FLAG,
    ...SELECT_FLAGS.filter(({ name }) => SHARED.includes(name)),
    {
      name: "json",
      value: "FILE|-",
      bare: "-",
      summary: "Write JSON; alone or as - prints it, and text to stderr",
    },
    ...OTHER_FORM_FLAGS,
    RUNS_FLAG,
    { name: "replace", summary: "Delete the files of an earlier run there" },
    ...FAULT_FLAGS,
    { name: "quiet", summary: "Print only the final report" },
  ],
  async run(context, args) {
    checkReportPaths(context, args);
    const catalogue = loadCatalogue();
    const selected = selectedIds(catalogue, args);
    if (args.positionals[0] === "list") {
      const found = selected.map((id) => catalogue.find(id));
      return await list(context, args, found);
    }
    const selection = selectionOf(context, args, selected);
    return (await runSelection(context, args, selection)).exit;
  },
};

/** All when nothing is selected; fails with each pattern that finds none. */
function selectedIds(catalogue: Catalogue, args: Args): readonly string[] {
  const patterns = args.texts("select");
  const mistakes = new Mistakes();
  const ids = selectCases(
    patterns.length > 0 ? patterns : ["*"],
    catalogue.ids,
    { path: "--select", mistakes },
  );
  if (mistakes.count > 0) {
    throw new UsageError(mistakes.list.map(({ sentence }) => sentence));
  }
  return ids;
}

async function list(
  context: Context,
  args: Args,
  found: readonly Case[],
): Promise<ExitCode> {
  const ofRun = [
    ...[
      "target",
      "include",
      "config",
      "seed",
      "runs",
      "fault",
      "fault-control",
    ],
    ...OTHER_FORM_FLAGS.map(({ name }) => name),
  ].filter((name) => args.has(name));
  if (ofRun.length > 0) {
    throw new UsageError(
      ofRun.map((name) => `Flag "--${name}" belongs to "cases run"`),
    );
  }
  const json = args.text("json");
  if (json === undefined) context.stdout.write(renderCases(found));
  else if (json === "-") context.stdout.write(casesJson(found));
  else await writeFileAtomic(absolutePath(context.cwd, json), casesJson(found));
  return 0;
}

/** A profile of one step: its plan, report and files are those of any run. */
function selectionOf(
  context: Context,
  args: Args,
  select: readonly string[],
): Selection {
  const names = args.texts("target");
  const eraseDevice = args.text("erase-device");
  const seed = args.text("seed");
  return {
    profile: {
      name: "cases",
      description: `Cases selected by ${args.texts("select").join(" ") || "*"}`,
      targets: [],
      files: 1,
      unitBytes: 4096,
      steps: [{ kind: "cases", name: "cases", select }],
      objectives: [],
    },
    targets: chooseTargets(names.length > 0 ? names : DEFAULT_TARGETS, {
      table: readTargetTable(context, args),
      cwd: context.cwd,
      ...(eraseDevice === undefined ? {} : { eraseDevice }),
    }),
    ...(seed === undefined ? {} : { seed }),
  };
}
