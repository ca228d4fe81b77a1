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

/** 1 for any finding; orphans and what is unfinished are told, and are none. */
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
  const unfinished = await unfinishedAt(store);
  const ended = view.args.has("remove-orphans")
    ? unfinished.filter((one) => one.isLeft !== false)
    : [];
  for (const one of ended) await one.remove();
  const { findings } = check;
  const told = {
    ...check,
    orphans,
    unfinished: unfinished.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    removed: removed + ended.length,
  };
  printOne(view, told, [
    ["table", store.url],
    ["versions", `${check.versions}`],
    ["files", `${check.files}, ${check.comparedBytes} bytes compared`],
    ["rows", `${check.rows} read`],
    ...orphans.map(({ path, sizeBytes }) => [
      removed > 0 ? "removed" : "orphan",
      `${path}  ${sizeText(sizeBytes)}`,
    ]),
    ...unfinished.map((one) => [
      ended.includes(one) ? "removed" : "unfinished",
      `${one.name}  ${sizeText(one.sizeBytes)}${whoseText(one)}`,
    ]),
    ...findings.map(({ kind, sentence }) => ["WRONG", `${kind}: ${sentence}`]),
    [
      "verdict",
      findings.length === 0
        ? "whole"
        : `${findings.length} finding${findings.length === 1 ? "" : "s"}`,
    ],
  ]);
  return findings.length > 0 ? 1 : 0;
}

/** It may be of a table beside this one, which needs it. */
function whoseText({ isLeft }: { readonly isLeft?: boolean }): string {
  return isLeft === false
    ? "  left: a process writes it, for this table or another"
    : "";
}

/** Of writers that were killed, or that are still at work. */
async function unfinishedAt({ backend, root }: TableStore) {
  return await backend.unfinished?.(root) ?? [];
}
