/**
 * What one version of a table changed: its manifest and that of its parent in,
 * short texts out. Without a parent only what the version says of itself.
 */
import { type TableManifest, typeText } from "../../engine/mod.ts";

/** In the order in which a reader asks: rows, columns, then the rest. */
export function versionChanges(
  manifest: TableManifest,
  before: TableManifest | null,
): string[] {
  const { lastOverwrite, schema, version } = manifest;
  return [
    ...(lastOverwrite === version ? ["left out what others committed"] : []),
    ...rowChanges(manifest, before),
    ...schema.filter((change) => change.version === version)
      .flatMap(({ added, dropped }) => [
        ...added.map(({ name, type }) => `+ ${name} ${typeText(type)}`),
        ...dropped.map((name) => `- ${name}`),
      ]),
    ...propertyChanges(manifest, before),
    ...listChanges(manifest, before),
  ];
}

/** The first version begins with nothing, whether or not anybody says so. */
function rowChanges(
  { parentVersion, rowCount }: TableManifest,
  before: TableManifest | null,
): string[] {
  const rowsBefore = parentVersion === 0 ? 0 : before?.rowCount;
  if (rowsBefore === undefined || rowsBefore === rowCount) return [];
  const difference = rowCount - rowsBefore;
  return [`${difference > 0 ? "+" : "-"} ${Math.abs(difference)} rows`];
}

function propertyChanges(
  { properties }: TableManifest,
  before: TableManifest | null,
): string[] {
  if (before === null) return [];
  const names = { ...before.properties, ...properties };
  return Object.keys(names).flatMap((name) => {
    const value = properties[name];
    if (value === before.properties[name]) return [];
    return [value === undefined ? `- ${name}` : `${name}=${value}`];
  });
}

/** How many of each came or went; what they are, `show` tells. */
function listChanges(
  manifest: TableManifest,
  before: TableManifest | null,
): string[] {
  if (before === null) return [];
  const counts: readonly (readonly [string, number, number])[] = [
    ["delta logs", manifest.deltaLogs.length, before.deltaLogs.length],
    ["indexes", manifest.indexes.length, before.indexes.length],
    ["lob files", manifest.lobFiles.length, before.lobFiles.length],
    ["stats", countOf(manifest.stats), countOf(before.stats)],
  ];
  return counts.flatMap(([name, now, then]) =>
    now === then
      ? []
      : [`${now > then ? "+" : "-"} ${Math.abs(now - then)} ${name}`]
  );
}

function countOf(parts: Readonly<Record<string, unknown>>): number {
  return Object.keys(parts).length;
}
