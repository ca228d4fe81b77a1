/**
 * Azurite, Microsoft's emulator of Blob storage, for as long as one test. It is
 * installed through npm when it is first asked for, beside other caches and
 * never into the checkout; without npm, node or a network there is none.
 */

/** Pinned, because the known deviations are those of one version. */
export const AZURITE_VERSION = "3.35.0";

/** Where it is, or why it is not there. */
export type Azurite =
  | { readonly kind: "there"; readonly script: string }
  | { readonly kind: "absent"; readonly reason: string };

/** Installs it unless that was done before; may take half a minute. */
export async function findAzurite(): Promise<Azurite> {
  const cache = Deno.env.get("XDG_CACHE_HOME") ??
    `${Deno.env.get("HOME") ?? "."}/.cache`;
  const folder = `${cache}/stor-verify/azurite-${AZURITE_VERSION}`;
  const script = `${folder}/node_modules/azurite/dist/src/blob/main.js`;
  if (await isFile(script)) return { kind: "there", script };
  // Aside first: two at once must not find half of it.
  const aside = `${folder}.${Deno.pid}`;
  try {
    await Deno.mkdir(aside, { recursive: true });
    const { success, stderr } = await new Deno.Command("npm", {
      args: [
        ...["install", "--no-audit", "--no-fund", "--omit=dev"],
        ...["--prefix", aside, `azurite@${AZURITE_VERSION}`],
      ],
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) {
      const lines = new TextDecoder().decode(stderr).trim().split("\n");
      return { kind: "absent", reason: `npm: ${lines.at(-1)}` };
    }
    await Deno.rename(aside, folder).catch(() => {});
  } catch (error) {
    return { kind: "absent", reason: `npm: ${String(error)}` };
  } finally {
    await Deno.remove(aside, { recursive: true }).catch(() => {});
  }
  return await isFile(script)
    ? { kind: "there", script }
    : { kind: "absent", reason: "npm installed something else" };
}

/** Runs `body` with the URL of a new and empty Azurite on loopback. */
export async function withAzurite(
  script: string,
  body: (url: string) => Promise<void>,
): Promise<void> {
  await using server = await startAzurite(script);
  await body(server.url);
}

async function startAzurite(script: string) {
  const child = new Deno.Command("node", {
    args: [
      script,
      ...["--blobHost", "127.0.0.1", "--blobPort", "0"],
      ...["--inMemoryPersistence", "--skipApiVersionCheck"],
      ...["--disableTelemetry", "--silent"],
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const said = child.stdout.pipeThrough(new TextDecoderStream());
  const reader = said.getReader();
  const stop = async () => {
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
  };
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += value ?? "";
    const url = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
    if (url !== undefined) return { url, [Symbol.asyncDispose]: stop };
    if (!done) continue;
    await stop();
    throw new Error(`Azurite did not start: ${text}`);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
