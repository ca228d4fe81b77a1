/** What a case that cannot run here is waiting for. */

const GROUPS: ReadonlyMap<string, string> = new Map([
  ["table.vortex_import", foreign("Vortex")],
  ["table.lance_import", foreign("Lance")],
]);

function foreign(format: string): string {
  return `Files of ${format} are read by the vendor's own library, which is ` +
    "not installed here";
}

/**
 * The reason, which names the missing part. Throws a `TypeError` for an id that
 * no part accounts for: a case must never be left out without anybody noticing.
 */
export function absentReason(id: string): string {
  const parts = id.split(".");
  const reason = GROUPS.get(parts.slice(0, 2).join(".")) ??
    GROUPS.get(parts[0] ?? "");
  if (reason !== undefined) return reason;
  throw new TypeError(
    `Cannot say why case "${id}" does not run: it has no body, and nothing ` +
      "that it waits for is known",
  );
}
