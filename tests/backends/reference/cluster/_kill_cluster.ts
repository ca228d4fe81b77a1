/**
 * A cluster of processes that are killed one after another, and what it holds
 * after each. Goes in: which part, and when; comes out: nothing, or the promise
 * that was broken.
 */
import { assert } from "@std/assert";
import { processesOf } from "../../../_support/processes_of.ts";
import { CHUNK_BYTES, judgeKeys, type KillLoad } from "./_kill_load.ts";

/** Parts that are killed together. */
export type Victim = "chunks" | "gateway" | "database";

export interface ClusterProcess extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
}

export const NODES = 3;
export const REPLICAS = 2;
/** Nothing that is right takes so long. */
const PATIENCE_MS = 120_000;

/** `serve cluster` of a program, or of these sources; it restarts what dies. */
export async function startCluster({ program, database }: {
  readonly program: string | null;
  readonly database: string | null;
}): Promise<ClusterProcess> {
  const folder = await Deno.makeTempDir({ prefix: "kill-cluster-" });
  const main = new URL("../../../../main.ts", import.meta.url).pathname;
  const child = new Deno.Command(program ?? Deno.execPath(), {
    args: [
      ...(program === null ? ["run", "-A", "-q", "--no-check", main] : []),
      ...["serve", "cluster"],
      ...["--nodes", String(NODES), "--replicas", String(REPLICAS)],
      ...["--chunk-size", `${CHUNK_BYTES}B`, "--data", `${folder}/c`],
      ...["--port", "0", "--chunk-port", "0"],
      ...(database === null ? [] : ["--database", database]),
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("Ctrl-C ends it")) {
    const { value } = await reader.read();
    if (value === undefined) throw new Error(`It ended by itself: ${text}`);
    text += value;
  }
  return {
    url: /http:\/\/[\d.:]+/.exec(text)?.[0] ?? "",
    folder: `${folder}/c/objects`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await child.status;
      await reader.cancel();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Without a word, and whatever it was doing. */
export function killPart(
  cluster: ClusterProcess,
  victim: Exclude<Victim, "database">,
  node: number,
): void {
  const name = victim === "gateway" ? victim : `node-${node % NODES + 1}`;
  const words = ["serve", victim, `${cluster.folder}/${name}`];
  for (const id of processesOf(words)) Deno.kill(id, "SIGKILL");
}

interface Health {
  readonly status: string;
  readonly servers: readonly { readonly chunkCount?: number }[];
}

/** Once everything answers again; fails when it does not come back. */
export async function untilHealthy({ url }: ClusterProcess): Promise<Health> {
  const untilMs = performance.now() + PATIENCE_MS;
  while (performance.now() < untilMs) {
    const health: Health | null = await fetch(`${url}/health`)
      .then((answer) => answer.json()).catch(() => null);
    if (health?.status === "healthy") return health;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The cluster does not come back");
}

/** Every key legal, every chunk of an object, nothing half written. */
export async function judgeCluster(
  cluster: ClusterProcess,
  load: KillLoad,
): Promise<void> {
  await untilHealthy(cluster);
  const { chunkCount } = await judgeKeys(cluster.url, load);
  const wanted = chunkCount * REPLICAS;
  const untilMs = performance.now() + PATIENCE_MS;
  let found = -1;
  let staged = 1;
  // What was cut a moment ago is still being taken away.
  while (performance.now() < untilMs && (found !== wanted || staged > 0)) {
    const { servers } = await untilHealthy(cluster);
    found = servers.reduce((sum, one) => sum + (one.chunkCount ?? 0), 0);
    staged = stagedOn(cluster).length;
    if (found !== wanted || staged > 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const text = `There are ${found} chunks, and should be ${wanted}`;
  assert(found === wanted, text);
  assert(staged === 0, `${staged} chunks stay half written`);
}

function stagedOn({ folder }: ClusterProcess): string[] {
  const nodes = Array.from({ length: NODES }, (_, at) => `node-${at + 1}`);
  return nodes.flatMap((node) =>
    [...Deno.readDirSync(`${folder}/${node}/objects/staged`)]
      .map(({ name }) => `${node}/${name}`)
  );
}
