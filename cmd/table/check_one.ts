/** `table check`: all of a table, to the last row, and what is wrong. */
import {
  checkTable,
  removeOrphans,
  surveyFiles,
  TableError,
  type TableStore,
} from "../../engine/mod.ts";
import type { ExitCode } from "../exit_code.ts";
import { keyOf } from "./table_key.ts";
import { printOne, sizeText, type TableView } from "./table_view.ts";

/** 1 for any finding; orphans are told, and are none. */
export async function checkOne(
  view: TableView,
  store: TableStore,
): Promise<ExitCode> {
  const check = await checkTable({ store, isDeep: true, ...keyOf(view.args) });
  if (check.versions === 0) {
    throw new TableError(
      "TableMissing",
      `Cannot check table "${store.url}": there is no manifest below ` +
        '"_metadata/"',
    );
  }
  const { orphans } = await surveyFiles(store);
  const isRemoval = view.args.has("remove-orphans") && orphans.length > 0;
  const removed = isRemoval
    ? await removeOrphans(store, orphans.map(({ path }) => path))
    : 0;
  const { findings } = check;
  const told = { ...check, orphans, removed };
  printOne(view, told, [
    ["table", store.url],
    ["versions", `${check.versions}`],
    ["files", `${check.files}, ${check.comparedBytes} bytes compared`],
    ["rows", `${check.rows} read`],
    ...orphans.map(({ path, sizeBytes }) => [
      removed > 0 ? "removed" : "orphan",
      `${path}  ${sizeText(sizeBytes)}`,
    ]),
    ...findings.map(({ kind, sentence }) => ["WRONG", `${kind}: ${sentence}`]),
    [
      "verdict",
      findings.length === 0 ? "whole" : `${findings.length} findings`,
    ],
  ]);
  return findings.length > 0 ? 1 : 0;
}
