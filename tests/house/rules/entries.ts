/**
 * The top of the checkout is fixed: what may stand there and what must.
 * Entry names in (folders end in `/`), breaches out.
 */
import type { Breach } from "../breach.ts";

const MUST = [
  ".gitignore",
  "LICENSE",
  "README.md",
  "backends/",
  "bench/",
  "cmd/",
  "deno.json",
  "engine/",
  "ffi/",
  "main.ts",
  "tests/",
];
const MAY = [".ci/", "deno.lock"];

/** Compares the entries of the top folder with the house. */
export function checkEntries(entries: readonly string[]): Breach[] {
  const breach = (path: string, reason: string): Breach => ({
    path,
    line: 0,
    rule: "entries",
    reason,
  });
  return [
    ...MUST.filter((name) => !entries.includes(name))
      .map((name) => breach(name, "is missing at the top of the checkout")),
    ...entries.filter((name) => !MUST.includes(name) && !MAY.includes(name))
      .map((name) =>
        breach(name, `does not belong at the top: only ${MUST.join(" ")} do`)
      ),
  ];
}
