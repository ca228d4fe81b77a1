/**
 * A folder with files, both reference endpoints and a targets file that
 * reaches them, for copies inside tests.
 */
import {
  type Arming,
  AzureEndpoint,
  S3Endpoint,
} from "../../backends/reference/mod.ts";
import { main } from "../../cmd/mod.ts";
import { type TestContext, testContext } from "./cli.ts";

export interface CopyPlaces {
  readonly cwd: string;
  readonly s3: S3Endpoint;
  readonly azure: AzureEndpoint;
  /** Runs `stor-verify` with these words, in this folder. */
  run(
    ...words: readonly string[]
  ): Promise<{ readonly exit: number; readonly context: TestContext }>;
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** Bytes that no other seed gives, of any length. */
export function bytesOf(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/**
 * Makes all of it for `body`, and removes it also after a failure. The S3
 * endpoint lies as `mutants` say.
 */
export async function withCopyPlaces(
  body: (places: CopyPlaces) => Promise<void>,
  mutants: readonly Arming[] = [],
): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-copy-" });
  try {
    await Deno.mkdir(`${cwd}/s3-objects`);
    await Deno.mkdir(`${cwd}/az-objects`);
    await using s3 = await S3Endpoint.start({
      folder: `${cwd}/s3-objects`,
      mutants,
    });
    await using azure = await AzureEndpoint.start({
      folder: `${cwd}/az-objects`,
    });
    await Deno.writeTextFile(
      `${cwd}/stor-verify.yaml`,
      ["targets:", ...entry("s3", s3), ...entry("az", azure), ""].join("\n"),
    );
    await body({
      cwd,
      s3,
      azure,
      async run(...words) {
        const context = testContext({ cwd });
        return { exit: await main(words, context), context };
      },
      async write(path, bytes) {
        const whole = `${cwd}/${path}`;
        const folder = whole.slice(0, whole.lastIndexOf("/"));
        await Deno.mkdir(folder, { recursive: true });
        await Deno.writeFile(whole, bytes);
      },
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

function entry(
  name: string,
  endpoint: Pick<S3Endpoint | AzureEndpoint, "targetUrl" | "settings">,
): string[] {
  const settings = Object.entries(endpoint.settings).map(([key, value]) =>
    `    ${key}: ${JSON.stringify(value)}`
  );
  return [`  ${name}:`, `    url: ${endpoint.targetUrl}`, ...settings];
}
