/**
 * Tables held against their bars: `deno task bench:table [--only appends,
 * commits,bytes,rows] [--scale 0.1] [--program FILE] [--dir DIR]`. Writes one result below
 * `bench/results`; exit 1 when a bar is missed. The whole of it writes about
 * 15 GB below `DIR`, and removes them.
 */
import { parseArgs } from "@std/cli/parse-args";
import { type BarRow, keepBars } from "../versus/bar_rows.ts";
import { describeMachine } from "../versus/machine.ts";
import { appendTimes } from "./append_times.ts";
import { type LoadEnd, type LoadRun, runLoad } from "./load_run.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

interface Part {
  readonly folder: string;
  /** How much of the work is done; 1 is all. */
  readonly scale: number;
  readonly program: string;
}

const PARTS: Readonly<Record<string, (part: Part) => Promise<BarRow[]>>> = {
  appends,
  commits,
  bytes,
  rows,
};

async function appends({ folder, scale }: Part): Promise<BarRow[]> {
  const end = await appendTimes(folder, Math.round(10_000 * scale));
  const what = `commit after ${end.versions} appends`;
  return [
    { what: `${what}, ms`, value: end.oldMs, unit: "ms" },
    {
      what: "commit of a young table in turns",
      value: end.youngMs,
      unit: "ms",
    },
    {
      what: `${what}, beside a young table`,
      value: end.oldMs / end.youngMs,
      ...{ unit: "x", most: 2 },
    },
    {
      what: "the last 300 commits beside the first 300",
      value: end.lastMs / end.firstMs,
      ...{ unit: "x", most: 2 },
    },
    {
      what: "largest manifest",
      value: end.manifestBytesMost / 1e3,
      ...{ unit: "kB", most: 64 },
    },
  ];
}

async function commits({ folder, program, scale }: Part): Promise<BarRow[]> {
  const appends = Math.round(10_000 * scale);
  const step = { appends, rows: 5, writers: 100, readers: 10 };
  const end = await runLoad({ folder, program, step });
  return [
    ...held("100 writers", { step }, end),
    {
      what: "versions that others took, for each commit",
      value: end.table.conflicts / appends,
      unit: "",
    },
  ];
}

async function bytes({ folder, program, scale }: Part): Promise<BarRow[]> {
  const step = {
    ...{ appends: Math.round(1000 * scale), rows: 1650, vector: "6144B" },
    ...{ codec: "uncompressed", writers: 50, readers: 50 },
  };
  return held("10 GB", { step }, await runLoad({ folder, program, step }));
}

async function rows({ folder, program, scale }: Part): Promise<BarRow[]> {
  const step = {
    ...{ appends: Math.round(1000 * scale), rows: 100_000 },
    ...{ writers: 50, readers: 50 },
  };
  return held("100M rows", { step }, await runLoad({ folder, program, step }));
}

/** What every load must hold; a run may also fail after its report. */
export function held(
  name: string,
  { step }: Pick<LoadRun, "step">,
  end: LoadEnd,
): BarRow[] {
  const { table } = end;
  const appends = Number(step["appends"]);
  const wanted = appends * Number(step["rows"]);
  return [
    { what: `${name}: exit code`, value: end.exit, unit: "", most: 0 },
    {
      what: `${name}: appends acknowledged`,
      value: table.appended,
      ...{ unit: `of ${appends}`, least: appends },
    },
    {
      what: `${name}: rows read again at the end and compared`,
      value: table.readBack,
      ...{ unit: `of ${wanted}`, least: wanted, most: wanted },
    },
    {
      what: `${name}: rows or appends that are wrong`,
      value: table.findingsCount,
      ...{ unit: "", most: 0 },
    },
    {
      what: `${name}: snapshots opened meanwhile`,
      value: table.snapshots,
      unit: "",
    },
    {
      what: `${name}: rows in memory`,
      value: table.rowBytes / 1e9,
      unit: "GB",
    },
    {
      what: `${name}: written`,
      value: table.bytesPerSecond / 1e6,
      unit: "MB/s",
    },
    {
      what: `${name}: resident at most`,
      value: end.residentMB,
      ...{ unit: "MB", most: 400 },
    },
    { what: `${name}: whole run`, value: end.seconds, unit: "s" },
  ];
}

async function main(words: readonly string[]): Promise<number> {
  const args = parseArgs([...words], {
    string: ["only", "scale", "program", "dir"],
  });
  const scale = Number(args.scale ?? 1);
  const names = args.only?.split(",") ?? Object.keys(PARTS);
  const folder = await Deno.makeTempDir({
    prefix: "bench-table-",
    ...(args.dir === undefined ? {} : { dir: args.dir }),
  });
  try {
    const program = args.program ?? `${ROOT}/stor-verify`;
    const machine = await describeMachine({ folder, program, root: ROOT });
    const measured: BarRow[] = [];
    for (const name of names) {
      const part = PARTS[name];
      if (part === undefined) throw new Error(`There is no part "${name}"`);
      await Deno.mkdir(`${folder}/${name}`);
      const own = `${folder}/${name}`;
      measured.push(...await part({ folder: own, program, scale }));
      await Deno.remove(`${folder}/${name}`, { recursive: true });
    }
    const end = args.only === undefined ? "" : `-${names.join("-")}`;
    const isMet = await keepBars({
      title: "Tables, in a folder of this host",
      machine,
      notes: scale === 1 ? [] : [`${scale} of the work.`],
      rows: measured,
    }, { kind: `tables${end}`, root: ROOT });
    return isMet ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
