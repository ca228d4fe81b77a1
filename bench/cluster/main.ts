/**
 * A whole cluster on this host, held against its bars: `deno task
 * bench:cluster [--program FILE] [--gigabytes N] [--database URL] [--dir DIR]`.
 * Writes one result below `bench/results`; exit 1 when a bar is missed.
 */
import { parseArgs } from "@std/cli/parse-args";
import { type BarRow, keepBars } from "../versus/bar_rows.ts";
import { describeMachine } from "../versus/machine.ts";
import { median } from "../versus/pairs.ts";
import { type ChangeRates, changeRates, readRates } from "./metadata_rates.ts";
import { type PgbenchRates, pgbenchRates } from "./pgbench.ts";
import { getRaw, putRaw } from "./raw_object.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const NODES = 6;
/** Of changes, with those of pgbench between them. */
const ROUNDS = 3;

interface Process {
  readonly name: string;
  readonly peakMB: number;
}

/** The processes of a cluster below `folder`, by the words they began with. */
function processesOf(folder: string): Process[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const words = Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0");
      const part = words[words.indexOf("serve") + 1] ?? "";
      if (!words.some((word) => word.startsWith(folder))) return [];
      const status = Deno.readTextFileSync(`/proc/${name}/status`);
      const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
      return [{ name: part, peakMB: peak * 1024 / 1e6 }];
    } catch {
      return [];
    }
  });
}

async function measure(
  { url, folder, database, gigabytes }: {
    readonly url: string;
    readonly folder: string;
    readonly database: string | undefined;
    readonly gigabytes: number;
  },
): Promise<BarRow[]> {
  const { hostname, port } = new URL(url);
  const object = {
    ...{ hostname, port: Number(port), path: "/objects/large" },
    sizeBytes: Math.round(gigabytes * 1e9 / (1 << 20)) * (1 << 20),
  };
  const idle = peaks(processesOf(folder));
  const up = await putRaw(object);
  const down = await getRaw(object);
  const loaded = peaks(processesOf(folder));
  await (await fetch(`${url}/objects/large`, { method: "DELETE" })).body
    ?.cancel();
  const { p99Ms } = await readRates(url);
  const changes: ChangeRates[] = [];
  const others: PgbenchRates[] = [];
  // In turns, so that whatever else the host does strikes both.
  for (let round = 0; round < ROUNDS; round++) {
    changes.push(await changeRates(url));
    const other = database && await pgbenchRates(database, folder);
    if (other) others.push(other);
  }
  const memory = ["gateway", "chunks"].flatMap((part): BarRow[] => [
    { what: `${part}, idle`, value: idle.get(part) ?? NaN, unit: "MB" },
    {
      what: `${part}, most of one process`,
      value: loaded.get(part) ?? NaN,
      ...{ unit: "MB", most: 150 },
    },
  ]);
  return [
    { what: "gateway, up", value: up, unit: "MB/s", least: 100 },
    { what: "gateway, down", value: down, unit: "MB/s", least: 100 },
    ...memory,
    { what: "metadata, p99", value: p99Ms, unit: "ms", most: 50 },
    ...changeRows(changes),
    ...pgbenchRows(others),
  ];
}

function changeRows(rounds: readonly ChangeRates[]): BarRow[] {
  const of = (name: keyof ChangeRates) =>
    median(rounds.map((round) => round[name]));
  return [
    { what: "queries, average", value: of("queryMs"), unit: "ms", most: 10 },
    {
      what: "transactions, 64 clients",
      value: of("transactionsPerSecond"),
      ...{ unit: "a second", least: 1000 },
    },
    {
      what: "flushes of them",
      value: of("commitsPerSecond"),
      unit: "a second",
    },
    {
      what: "a transaction, as its client waits",
      value: of("changeMs"),
      unit: "ms",
    },
  ];
}

function pgbenchRows(rounds: readonly PgbenchRates[]): BarRow[] {
  if (rounds.length === 0) return [];
  const of = (name: keyof PgbenchRates) =>
    median(rounds.map((round) => round[name]));
  return [
    {
      what: "pgbench, transactions, 64 clients",
      value: of("transactionsPerSecond"),
      unit: "a second",
    },
    {
      what: "pgbench, a transaction",
      value: of("changeMs"),
      unit: "ms",
    },
  ];
}

function peaks(processes: readonly Process[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { name, peakMB } of processes) {
    most.set(name, Math.max(most.get(name) ?? 0, peakMB));
  }
  return most;
}

/** Resolves to the rows; everything that was started has ended. */
async function withCluster(options: {
  readonly program: string;
  readonly folder: string;
  readonly database: string | undefined;
  readonly gigabytes: number;
}): Promise<BarRow[]> {
  const { program, folder, database, gigabytes } = options;
  const child = new Deno.Command(program, {
    args: [
      ...["serve", "cluster", "--nodes", String(NODES)],
      ...["--data", folder, "--port", "0", "--chunk-port", "0"],
      ...(database === undefined ? [] : ["--database", database]),
    ],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let text = "";
    while (!text.includes("Ctrl-C")) {
      const { value } = await reader.read();
      if (value === undefined) throw new Error(`It ended: ${text}`);
      text += value;
    }
    const url = /http:\/\/[\d.:]+/.exec(text)?.[0] ?? "";
    return await measure({ url, folder, database, gigabytes });
  } finally {
    child.kill("SIGINT");
    await child.status;
    await reader.cancel();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const args = parseArgs([...words], {
    string: ["program", "gigabytes", "database", "dir"],
  });
  const program = args.program ?? `${ROOT}/stor-verify`;
  const gigabytes = Number(args.gigabytes ?? 5);
  const folder = await Deno.makeTempDir({
    prefix: "bench-cluster-",
    ...(args.dir !== undefined && { dir: args.dir }),
  });
  try {
    const machine = await describeMachine({ folder, program, root: ROOT });
    const { database } = args;
    const rows = await withCluster({ program, folder, database, gigabytes });
    const kind = database === undefined ? "embedded" : "PostgreSQL";
    const isMet = await keepBars({
      title: `A cluster of ${NODES} chunk servers, ${kind} database`,
      machine,
      notes: [
        `One object of ${gigabytes} GB over a plain socket, every MiB ` +
        "compared. Servers, database and client share the host; one replica.",
      ],
      rows,
    }, { kind: `cluster-${kind.toLowerCase()}`, root: ROOT });
    return isMet ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
