/** What a case that no host can run yet is waiting for. */

/** Group or area, and the reason; every case of the table has a body now. */
const GROUPS: ReadonlyMap<string, string> = new Map();

/**
 * The reason, which names the missing part. Throws a `TypeError` for an id that
 * no part accounts for: a case must never be left out without anybody noticing.
 */
export function absentReason(
  id: string,
  groups: ReadonlyMap<string, string> = GROUPS,
): string {
  const parts = id.split(".");
  const reason = groups.get(parts.slice(0, 2).join(".")) ??
    groups.get(parts[0] ?? "");
  if (reason !== undefined) return reason;
  throw new TypeError(
    `Cannot say why case "${id}" does not run: it has no body, and nothing ` +
      "that it waits for is known",
  );
}
