/**
 * Whether work that was begun on one version can be done on a later one: the
 * matrix of merges. Rows add up; a column that one side drops, or that both
 * add, is a conflict; what an overwrite left out is never merged with.
 */
import type { Manifest } from "./manifest.ts";
import { rowCountOf } from "./row_range.ts";
import { columnsTouched, type TableUpdate } from "./table_update.ts";

export interface MergeSides {
  /** What the transaction had read. */
  readonly base: Manifest;
  /** What others made of it. */
  readonly latest: Manifest;
  readonly updates: readonly TableUpdate[];
}

/** Part of a sentence, or `null`: it can be merged. */
export function findMergeConflict(sides: MergeSides): string | null {
  const { base, latest, updates } = sides;
  if (latest.lastOverwrite > base.version) {
    return `version ${latest.lastOverwrite} left out what was read`;
  }
  const theirs = changesBetween(base, latest);
  const dropped = columnsOf(updates, (one) => one.is === "drop column");
  const touched = columnsOf(updates, (one) => one.is !== "drop column");
  const added = columnsOf(
    updates,
    (one) => one.is === "add field" || one.is === "add column group",
  );
  return firstOf(
    dropped,
    theirs.touched,
    (name) => `column "${name}" is dropped, and others have changed it`,
  ) ??
    firstOf(
      touched,
      theirs.dropped,
      (name) => `column "${name}" was dropped by others`,
    ) ??
    firstOf(
      added,
      theirs.added,
      (name) => `column "${name}" was added by others`,
    ) ??
    firstOf(
      newIn(updates, base),
      theirs.added,
      (name) => `column "${name}" was added by others`,
    );
}

/** Columns that appended rows bring along. */
function newIn(updates: readonly TableUpdate[], base: Manifest): Set<string> {
  const known = new Set(base.groups.flatMap(({ columns }) => columns));
  const appended = columnsOf(updates, (one) => one.is === "append files");
  return appended.difference(known);
}

function columnsOf(
  updates: readonly TableUpdate[],
  isMeant: (update: TableUpdate) => boolean,
): Set<string> {
  return new Set(updates.filter(isMeant).flatMap(columnsTouched));
}

function firstOf(
  ours: ReadonlySet<string>,
  theirs: ReadonlySet<string>,
  sentence: (name: string) => string,
): string | null {
  const [name] = ours.intersection(theirs);
  return name === undefined ? null : sentence(name);
}

interface Changes {
  readonly added: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
  /** Added, dropped, appended to, or with another index. */
  readonly touched: ReadonlySet<string>;
}

function changesBetween(base: Manifest, latest: Manifest): Changes {
  const later = latest.schema.filter(({ version }) => version > base.version);
  const added = new Set(
    later.flatMap((change) => change.added.map(({ name }) => name)),
  );
  const dropped = new Set(later.flatMap((change) => change.dropped));
  const rowsBefore = new Map(
    base.groups.map(({ id, ranges }) => [id, rowCountOf(ranges)]),
  );
  const appended = latest.groups
    .filter(({ id, ranges }) => rowsBefore.get(id) !== rowCountOf(ranges))
    .flatMap(({ columns }) => columns);
  const indexed = latest.indexes
    .filter((index) =>
      !base.indexes.some((one) => JSON.stringify(one) === JSON.stringify(index))
    )
    .map(({ columnName }) => columnName);
  const touched = new Set([...added, ...dropped, ...appended, ...indexed]);
  return { added, dropped, touched };
}
