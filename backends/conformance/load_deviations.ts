/**
 * What real servers are known to do wrong under load, where no case can show it.
 * A finding that is known is printed, counted and judged as any other: the
 * table says of which server and version it is known, and why.
 */

/** One kind of finding that a server is known for. */
export interface LoadDeviation {
  readonly server: string;
  readonly version: string;
  /** What showed it, and how it is classed. */
  readonly op: string;
  readonly class: string;
  /** Names of keys that it is about. */
  readonly key: RegExp;
  readonly reason: string;
}

/** What of a finding is compared. */
export interface LoadFinding {
  readonly op?: string;
  readonly class: string;
  /** Name of the key. */
  readonly file: string;
}

/** By server. */
export const LOAD_DEVIATIONS: readonly LoadDeviation[] = [
  {
    server: "versitygw",
    version: "v1.7.0",
    op: "list",
    class: "foreign",
    key: /(^|\/)\.[^/]+\.sgwtmp\.\d+$/,
    reason: "amid puts that replace an object it lists the temporary name " +
      "under which the new one is made",
  },
];

/**
 * The entry of a finding on a server that names itself so, if there is one.
 * Servers tell their name and seldom their version: that it is this one is not
 * certain.
 */
export function knownLoadDeviation(
  finding: LoadFinding,
  server: string | undefined,
): LoadDeviation | undefined {
  const name = server?.toLowerCase() ?? "";
  return LOAD_DEVIATIONS.find((one) =>
    name.includes(one.server) && one.op === finding.op &&
    one.class === finding.class && one.key.test(finding.file)
  );
}
