/**
 * `stor-verify serve cluster`: a gateway and chunk servers, each a process of its
 * own, until Ctrl-C; and those parts alone. Goes in: flags; comes out: where
 * everything listens.
 */
import { StorageError } from "../../backends/mod.ts";
import {
  startChunkServer,
  startGateway,
} from "../../backends/reference/mod.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit_code.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { claimServeFolder } from "../serve_folder.ts";
import { openCore } from "../wiring.ts";
import { ChildServer, LISTENS } from "./child_server.ts";
import { type ClusterOptions, clusterOptions } from "./cluster_options.ts";

/** Kinds of `serve` that are a cluster, or a part of one. */
export const CLUSTER_KINDS = ["cluster", "chunks", "gateway"] as const;
export type ClusterKind = (typeof CLUSTER_KINDS)[number];

const GATEWAY_PORT = 8080;

/** Resolves to the exit code once somebody asked it to end. */
export async function serveCluster(
  context: Context,
  kind: ClusterKind,
  args: Args,
): Promise<ExitCode> {
  const options = clusterOptions(context.cwd, args);
  const place = claimServeFolder({
    cwd: context.cwd,
    processId: context.processId,
    kind,
    dir: options.data,
  });
  const interrupt = listenForInterrupt(context);
  try {
    if (options.isWithParent) endWithParent(() => interrupt.close());
    const serving = { context, folder: place.objects, options };
    if (kind === "cluster") await serveAll(serving, interrupt.signal);
    else await servePart(serving, kind, interrupt.signal);
    return 0;
  } finally {
    interrupt.end();
    place.release();
  }
}

interface Serving {
  readonly context: Context;
  readonly folder: string;
  readonly options: ClusterOptions;
}

interface Part {
  readonly port: number;
  close(): Promise<void>;
}

async function servePart(
  { context, folder, options }: Serving,
  kind: "chunks" | "gateway",
  signal: AbortSignal,
): Promise<void> {
  using core = openCore(context);
  const port = options.port ?? 0;
  const part = await listening(
    port,
    () =>
      kind === "chunks"
        ? startChunkServer({ core, folder, node: options.node, port })
        : startGateway({
          ...{ port, servers: options.servers, replicas: options.replicas },
          crc32c: (bytes, seed) => core.crc32c(bytes, seed),
          database: options.database ?? `${folder}/metadata.db`,
          ...(options.chunkBytes && { chunkBytes: options.chunkBytes }),
        }),
  );
  context.stdout.write(`${LISTENS}127.0.0.1:${part.port}\n`);
  await ended(signal);
  await part.close();
}

/** Fails with a `StorageError` where something else has the port. */
async function listening(
  port: number,
  start: () => Promise<Part>,
): Promise<Part> {
  try {
    return await start();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    throw new StorageError(
      `Cannot listen on 127.0.0.1:${port}: something else does: choose ` +
        "another port: --port, or --chunk-port for the servers of a cluster",
      { kind: "Busy", operation: "listen", cause },
    );
  }
}

async function serveAll(
  { context, folder, options }: Serving,
  signal: AbortSignal,
): Promise<void> {
  const children: ChildServer[] = [];
  const start = async (
    name: string,
    words: readonly string[],
    port: number,
  ) => {
    const child = new ChildServer({
      words,
      port,
      onDeath: (code) =>
        context.stderr.write(`${name} ended with ${code}: starting it again\n`),
    });
    children.push(child);
    await child.start();
    return child.port;
  };
  try {
    const names = Array.from(
      { length: options.nodes },
      (_, at) => `node-${at + 1}`,
    );
    const servers = await Promise.all(names.map(async (name, at) => {
      const words = ["chunks", "--node", name, "--data", `${folder}/${name}`];
      const port = options.chunkPort === 0 ? 0 : options.chunkPort + at;
      return `${name}=127.0.0.1:${await start(name, words, port)}`;
    }));
    const port = await start("gateway", [
      "gateway",
      ...["--data", `${folder}/gateway`],
      ...["--replicas", String(options.replicas)],
      ...(options.chunkBytes ? ["--chunk-size", `${options.chunkBytes}B`] : []),
      ...servers.flatMap((server) => ["--server", server]),
      ...(options.database === null ? [] : ["--database", options.database]),
    ], options.port ?? GATEWAY_PORT);
    context.stdout.write(
      `Serving a cluster of ${names.length} chunk servers\n` +
        `  gateway  http://127.0.0.1:${port}, target gateway://127.0.0.1:` +
        `${port}, state of all at /health\n` +
        servers.map((server) => `  ${server.replace("=", "   ")}\n`).join("") +
        `  database ${
          options.database === null ? "embedded" : "PostgreSQL"
        }\n` +
        `Everything is in "${folder}". It is a laboratory, and nobody's ` +
        "production store.\nCtrl-C ends it.\n",
    );
    await ended(signal);
  } finally {
    // The gateway first, so that nobody is told of servers that go in order.
    for (const child of children.reverse()) await child.stop();
  }
}

function endWithParent(end: () => void): void {
  const wait = async () => {
    const buffer = new Uint8Array(64);
    while (await Deno.stdin.read(buffer) !== null);
  };
  wait().then(end, end);
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
