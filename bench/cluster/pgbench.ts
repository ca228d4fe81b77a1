/**
 * The same changes without a gateway: `pgbench` of PostgreSQL, over the same
 * tables of the same server. Goes in: its URL; comes out: rates, or `null` where
 * it is not installed.
 */
import { CLIENTS, KEYS } from "./metadata_rates.ts";
import { runChild } from "../versus/child.ts";

export interface PgbenchRates {
  readonly transactionsPerSecond: number;
  readonly changeMs: number;
}

const SECONDS = 3;

/** What the gateway says for one change, with other values. */
const SCRIPT = `\\set number random(0, ${KEYS - 1})
UPDATE objects SET content_type = coalesce(NULL, content_type),
  metadata = coalesce('{"index":"' || :number || '"}', metadata)
  WHERE key = convert_to('k' || :number, 'UTF8') RETURNING *;
`;

/** As many clients as the gateway has, for three seconds. */
export async function pgbenchRates(
  url: string,
  folder: string,
): Promise<PgbenchRates | null> {
  const program = pgbenchProgram();
  if (program === null) return null;
  const script = `${folder}/change.sql`;
  await Deno.writeTextFile(script, SCRIPT);
  const { stdout } = await runChild([
    ...[program, "--no-vacuum", "--protocol", "prepared", "--file", script],
    ...["--client", String(CLIENTS), "--jobs", "2", "--time", String(SECONDS)],
    url,
  ]);
  const [, rate] = /tps = ([\d.]+) \(without/.exec(stdout) ?? [];
  const [, ms] = /latency average = ([\d.]+) ms/.exec(stdout) ?? [];
  return { transactionsPerSecond: Number(rate), changeMs: Number(ms) };
}

/** Newest first; `null` where none is. */
function pgbenchProgram(): string | null {
  const root = "/usr/lib/postgresql";
  try {
    const versions = [...Deno.readDirSync(root)].map(({ name }) => name)
      .sort((a, b) => Number(b) - Number(a));
    const path = `${root}/${versions[0]}/bin/pgbench`;
    return Deno.statSync(path).isFile ? path : null;
  } catch {
    return null;
  }
}
