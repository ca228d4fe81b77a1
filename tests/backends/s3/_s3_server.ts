/**
 * S3 servers for tests: our own strict endpoint, in this process, and versitygw,
 * a real server over a folder, where it is or can be built.
 */
import { openBackend, parseUrl, type Target } from "../../../backends/mod.ts";
import {
  S3Endpoint,
  type S3EndpointOptions,
} from "../../../backends/reference/mod.ts";
import type { Backend } from "../../../backends/mod.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

type Settings = Target["settings"];

/** A target of these settings. */
export function targetOf(text: string, settings: Settings): Target {
  return { name: text, url: parseUrl(text), settings };
}

/** Opens `text`, and closes it after `body`. */
export async function withBackend(
  text: string,
  settings: Settings,
  body: (backend: Backend) => Promise<void>,
): Promise<void> {
  const target = targetOf(text, settings);
  const backend = await openBackend(target, { core: new DiskCore() });
  try {
    await body(backend);
  } finally {
    await backend.close();
  }
}

/** Runs `body` against our own endpoint over an empty folder. */
export async function withEndpoint(
  body: (endpoint: S3Endpoint) => Promise<void>,
  options: Partial<S3EndpointOptions> = {},
): Promise<void> {
  await withScratch(async (folder) => {
    await using endpoint = await S3Endpoint.start({ folder, ...options });
    await body(endpoint);
  });
}

/** A server that was started for a test. */
export interface RealServer {
  /** Name and version, for messages. */
  readonly name: string;
  readonly settings: Settings;
}

const TOOL = new URL("../../../../shared/tools/s3-server", import.meta.url);

/** Path of the program, or why there is none; builds it where it can. */
export function findVersitygw(): {
  readonly path: string | null;
  readonly reason: string;
} {
  try {
    const go = "/usr/local/go/bin";
    const PATH = `${Deno.env.get("PATH") ?? ""}:${go}`;
    const { success, stdout, stderr } = new Deno.Command(TOOL, {
      env: { PATH },
    }).outputSync();
    const decode = (bytes: Uint8Array) =>
      new TextDecoder().decode(bytes).trim();
    return success
      ? { path: decode(stdout), reason: "" }
      : { path: null, reason: decode(stderr).split("\n").at(-1) ?? "" };
  } catch {
    return { path: null, reason: "there is no tool that builds versitygw" };
  }
}

/** Starts versitygw over a folder with one empty bucket, `stor-verify`. */
export async function withVersitygw(
  body: (server: RealServer) => Promise<void>,
): Promise<void> {
  const { path, reason } = findVersitygw();
  if (path === null) throw new Error(reason);
  await withScratch(async (folder) => {
    await Deno.mkdir(`${folder}/stor-verify`);
    const { child, port } = await startVersitygw(path, folder);
    try {
      await body({
        name: `versitygw ${/v[\d.]+/.exec(path)?.[0] ?? ""}`,
        settings: {
          endpoint: `http://127.0.0.1:${port}`,
          accessKeyId: "tester",
          secretAccessKey: "tester-secret",
        },
      });
    } finally {
      child.kill("SIGKILL");
      await child.status;
    }
  });
}

/** Somebody else may get a port that was free a moment ago. */
const PORTS_MAX = 20;

async function startVersitygw(path: string, folder: string) {
  for (let tries = 0; tries < PORTS_MAX; tries++) {
    const port = freePort();
    const child = new Deno.Command(path, {
      args: ["--port", `127.0.0.1:${port}`, "--quiet", "posix", folder],
      env: { ROOT_ACCESS_KEY: "tester", ROOT_SECRET_KEY: "tester-secret" },
      stdout: "null",
      stderr: "null",
    }).spawn();
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    if (await isListening(port, () => hasEnded)) return { child, port };
  }
  throw new Error(`versitygw ended on each of ${PORTS_MAX} ports`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Asks until somebody answers; false when nobody will. */
async function isListening(
  port: number,
  hasEnded: () => boolean,
): Promise<boolean> {
  while (!hasEnded()) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
  }
  return false;
}
