/**
 * A place with every kind of target, on which small runs are made with and
 * without a fault armed, and what a run came to in words that can be compared.
 */
import { AzureEndpoint, S3Endpoint } from "../../backends/reference/mod.ts";
import { loadReport, type Report } from "../../engine/mod.ts";
import { runCli } from "./cli.ts";

/** Where a run goes; `sum` asks for checksums, `sdk` are lanes of the script. */
export const FAULT_TARGETS = [
  ...["file", "direct", "mem", "s3", "az"] as const,
  ...["s3-sum", "s3-sdk", "az-sdk"] as const,
];
export type FaultTarget = typeof FAULT_TARGETS[number];

/** What a run does; `cases` are cases of objects. */
export const FAULT_LOADS = [
  ...["blocks", "synced", "tiny", "keys", "brief", "ranges"] as const,
  ...["lists", "parts", "copies", "tables"] as const,
  "cases" as const,
];
export type FaultLoad = typeof FAULT_LOADS[number];

/** One run, or a run and the command that judges it again. */
export interface FaultRun {
  readonly target: FaultTarget;
  readonly load: FaultLoad;
  /** Plans to arm; none for a clean run. */
  readonly faults?: readonly string[];
  /** The outcome is that of `verify` afterwards. */
  readonly isVerified?: boolean;
}

/** How it ended. */
export interface FaultEnd {
  readonly exit: number;
  readonly report: Report;
  /** Exit code of `verify` afterwards, without any fault. */
  verify(): Promise<number>;
}

export interface FaultPlace {
  readonly cwd: string;
  run(asked: FaultRun): Promise<FaultEnd>;
}

/** Those that write, sync, name and read files as objects. */
const CASES = ["object.get.roundtrip", "object.if-absent.exists"];
const BLOCK = "load: block, blockSize: 4KiB, depth: 1";
const KEY = "load: object, depth: 1";

const PROFILES: Readonly<Record<Exclude<FaultLoad, "cases">, string>> = {
  blocks: `name: blocks
size: 128KiB
steps:
  - { name: fill, ${BLOCK}, op: write }
  - { name: again, ${BLOCK}, op: write }
  - { name: read-back, ${BLOCK}, op: read }
`,
  synced: `name: synced
size: 128KiB
steps:
  - { name: fill, ${BLOCK}, op: write, sync: end }
  - { name: again, ${BLOCK}, op: write, sync: every 8 }
  - { name: read-back, ${BLOCK}, op: read }
`,
  tiny: `name: tiny
size: 16KiB
steps:
  - { name: fill, ${BLOCK}, op: write, sync: end }
  - { name: again, ${BLOCK}, op: write, sync: every 2 }
  - { name: read-back, ${BLOCK}, op: read }
`,
  keys: keysOf(["put", "put", "get", "head"]),
  brief: keysOf(["put", "get"]),
  ranges: keysOf(["put", "range"]),
  lists: keysOf(["put", "list", "get"]),
  parts: keysOf(["upload", "upload", "get"], "partSize: 5MiB"),
  // One that has parts, and one that is put whole.
  copies: `name: copies
steps:
  - { name: large, load: pipeline, objects: 1, sizes: 11MiB, memory: 32MiB }
  - { name: small, load: pipeline, objects: 1, sizes: 12KiB }
`,
  tables: `name: tables
steps:
  - { name: append, load: table, appends: 2, rows: 20, writers: 1, readers: 1 }
`,
};

function keysOf(ops: readonly string[], more = ""): string {
  const size = more === "" ? "12KiB" : "11MiB";
  const keys = more === "" ? 8 : 2;
  const steps = ops.map((op, at) =>
    `  - { name: ${op}-${at}, ${KEY}, op: ${op}, attempts: 2` +
    `${op === "range" ? ", rangeSize: 4KiB" : ""} }\n`
  );
  return `name: keys
objects:
  keys: ${keys}
  sizes: ${size}
${more === "" ? "" : `  ${more}\n`}steps:
${steps.join("")}`;
}

/** Makes all of it for `body`, and removes it also after a failure. */
export async function withFaultPlace(
  body: (place: FaultPlace) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-faults-" });
  try {
    await Deno.mkdir(`${cwd}/s3`);
    await Deno.mkdir(`${cwd}/az`);
    for (const [name, text] of Object.entries(PROFILES)) {
      await Deno.writeTextFile(`${cwd}/${name}.yaml`, text);
    }
    await using s3 = await S3Endpoint.start({ folder: `${cwd}/s3` });
    await using az = await AzureEndpoint.start({ folder: `${cwd}/az` });
    await Deno.writeTextFile(
      `${cwd}/stor-verify.yaml`,
      targetsFile(cwd, { s3, az }),
    );
    let count = 0;
    await body({ cwd, run: (asked) => runOnce(cwd, asked, ++count) });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

interface Reached {
  readonly targetUrl: string;
  readonly settings: Readonly<Record<string, string | boolean>>;
}

function targetsFile(
  cwd: string,
  { s3, az }: { readonly s3: Reached; readonly az: Reached },
): string {
  const store = ({ settings, targetUrl }: Reached, client: string) => ({
    url: `${targetUrl}/${client}`,
    ...settings,
    ...(client === "sdk" && { client }),
    stallTimeoutMs: 5000,
  });
  const targets: Readonly<Record<FaultTarget, Record<string, unknown>>> = {
    "file": { url: `file://${cwd}/file` },
    "direct": { url: `direct://${cwd}/direct` },
    "mem": { url: "mem:" },
    "s3": store(s3, "native"),
    "az": store(az, "native"),
    "s3-sum": { ...store(s3, "summed"), checksum: "crc64nvme" },
    "s3-sdk": store(s3, "sdk"),
    "az-sdk": store(az, "sdk"),
  };
  return JSON.stringify({ targets });
}

async function runOnce(
  cwd: string,
  asked: FaultRun,
  count: number,
): Promise<FaultEnd> {
  const runs = `${cwd}/runs-${count}`;
  const context = { cwd, env: { HOME: cwd, STOR_VERIFY_RUNS: runs } };
  const { faults = [], isVerified, load, target } = asked;
  const what = load === "cases"
    ? ["cases", "run", ...CASES.flatMap((id) => ["--select", id])]
    : ["run", "--profile", `${load}.yaml`];
  const end = await runCli([
    ...what,
    ...["--target", target, "--seed", "1", "--quiet", "--replace"],
    ...["--json", "-"],
    ...(isVerified === true ? ["--keep"] : []),
    ...faults.flatMap((plan) => ["--fault", plan]),
  ], context);
  const judged = isVerified === true
    ? await runCli(["verify", "last", "--quiet", "--json", "-"], context)
    : end;
  if (judged.out === "") throw new Error(judged.err);
  return {
    exit: judged.exit,
    report: loadReport(judged.out),
    verify: async () =>
      (await runCli(["verify", "last", "--quiet"], context)).exit,
  };
}

/** What became of a run, each thing once: `exit 1`, `finding lost`, ... */
export function outcomeOf(
  { exit, report }: Pick<FaultEnd, "exit" | "report">,
): string[] {
  const words = [`exit ${exit}`];
  for (const finding of report.findings) words.push(`finding ${finding.class}`);
  for (const { verdict } of report.cases) {
    if (verdict === "broken" || verdict === "failed") {
      words.push(`case ${verdict}`);
    }
  }
  for (const { ops, http } of report.steps) {
    for (const { op, errors } of ops) {
      if (errors > 0) words.push(`${op} failed`);
    }
    const causes = Object.entries(http?.retriesBy ?? {});
    for (const [cause, times] of causes) {
      if (times > 0) words.push(`tried again: ${cause}`);
    }
    const classes = Object.entries(http?.errors ?? {});
    for (const [name, times] of classes) {
      if (times > 0) words.push(`error ${name}`);
    }
    const slowest = ops.map(({ service }) => service?.maxNs ?? 0);
    if (Math.max(0, ...slowest) >= HELD_NS) words.push("held");
  }
  for (const { verdict } of report.pipeline ?? []) {
    words.push(`copies ${verdict}`);
  }
  for (const { verdict } of report.table ?? []) words.push(`tables ${verdict}`);
  if (report.doubts.some((text) => / came back short /.test(text))) {
    words.push("short");
  }
  return [...new Set(words)];
}

/** Latency faults are armed to hold for that long. */
export const HELD_MS = 700;
const HELD_NS = HELD_MS * 1e6;
