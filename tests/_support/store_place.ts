/**
 * A folder with a reference S3 endpoint, a targets file that reaches it and an
 * object profile of a second, for runs inside tests.
 */
import {
  S3Endpoint,
  type S3EndpointOptions,
} from "../../backends/reference/mod.ts";
import { Child, type ChildEnd } from "./child.ts";

/** Settings of the target `store`, over those of the endpoint. */
export type StoreSettings = Readonly<
  Record<string, string | number | boolean | null>
>;

export interface StorePlace {
  readonly cwd: string;
  readonly endpoint: S3Endpoint;
  /** Secrets that no output may hold. */
  readonly secrets: readonly string[];
  /** Runs the program with `args` against the target `store`. */
  run(
    args: readonly string[],
    settings?: StoreSettings,
    env?: Readonly<Record<string, string>>,
  ): Promise<ChildEnd>;
}

const PROFILE = `name: store-short
objects:
  keys: 40
  sizes: { 1KiB: 50, 20KiB: 50 }
steps:
  - { name: prepare, load: object, op: put, depth: 8 }
  - name: mix
    load: object
    op: { get: 50, put: 20, range: 10, head: 10, delete: 5, list: 5 }
    pattern: random
    ops: 400
    depth: 8
  - { name: read-back, load: object, op: get, depth: 8 }
objectives: [findings == 0]
`;

export const ACCESS_KEY = "CANARYKEYNAME";
export const SECRET_KEY = "canary-secret-4711";

/** Makes all of it for `body`, and removes it also after a failure. */
export async function withStorePlace(
  options: Partial<S3EndpointOptions>,
  body: (place: StorePlace) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-store-" });
  try {
    await Deno.mkdir(`${cwd}/objects`);
    await Deno.writeTextFile(`${cwd}/short.yaml`, PROFILE);
    await using endpoint = await S3Endpoint.start({
      folder: `${cwd}/objects`,
      accessKey: ACCESS_KEY,
      secretKey: SECRET_KEY,
      ...options,
    });
    await body({
      cwd,
      endpoint,
      secrets: [SECRET_KEY],
      run: (args, settings = {}, env = {}) =>
        runAt({ cwd, endpoint, args, settings, env }),
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

interface RunRequest {
  readonly cwd: string;
  readonly endpoint: S3Endpoint;
  readonly args: readonly string[];
  readonly settings: StoreSettings;
  readonly env: Readonly<Record<string, string>>;
}

async function runAt(request: RunRequest): Promise<ChildEnd> {
  const { cwd, endpoint, args, settings, env } = request;
  const all = {
    url: `${endpoint.targetUrl}/versions/of/this`,
    ...endpoint.settings,
    // A busy host is no store that stalls.
    stallTimeoutMs: 30_000,
    ...settings,
  };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
  const file = ["targets:", "  store:", ...lines, ""].join("\n");
  await Deno.writeTextFile(`${cwd}/stor-verify.yaml`, file);
  return await new Child(args, {
    cwd,
    env: { HOME: cwd, STOR_VERIFY_RUNS: `${cwd}/runs`, ...env },
  }).end();
}
