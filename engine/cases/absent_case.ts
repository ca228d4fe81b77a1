/** What a case that cannot run here is waiting for. */

const GROUPS: ReadonlyMap<string, string> = new Map([
  ["table", "The table workload is not built here yet"],
  ["cluster", "The cluster workload is not built here yet"],
]);

/**
 * The reason, which names the missing part. Throws a `TypeError` for an id that
 * no part accounts for: a case must never be left out without anybody noticing.
 */
export function absentReason(id: string): string {
  const reason = GROUPS.get(id.split(".")[0] ?? "");
  if (reason !== undefined) return reason;
  throw new TypeError(
    `Cannot say why case "${id}" does not run: it has no body, and nothing ` +
      "that it waits for is known",
  );
}
