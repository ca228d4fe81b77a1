/**
 * Where a real server does otherwise than the contract says. Each is a finding
 * about that server, told in the output of the suite; none loosens a check, and
 * one that the server does not show any more is a failure of the suite.
 */
import { assertEquals } from "@std/assert";
import type { ConformanceResult } from "../../backends/mod.ts";

/** One finding, of one version of one server. */
export interface KnownDeviation {
  /** Id of the conformance case that finds it. */
  readonly id: string;
  readonly outcome: "broken" | "failed";
  /** What the server does, and what it should. */
  readonly text: string;
}

/** Fails unless the results deviate in exactly these ways; prints them. */
export function assertDeviations(
  server: string,
  results: readonly ConformanceResult[],
  known: readonly KnownDeviation[],
): void {
  const found = results.filter(({ outcome }) =>
    outcome === "broken" || outcome === "failed"
  );
  for (const { id, outcome, text } of known) {
    say(`${server}: ${outcome} ${id}: ${text}`);
  }
  const shown = (rows: readonly { id: string; outcome: string }[]) =>
    rows.map(({ id, outcome }) => `${outcome} ${id}`).sort();
  assertEquals(
    shown(found),
    shown(known),
    found.map(({ id, reason }) => `${id}: ${reason}`).join("\n"),
  );
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
