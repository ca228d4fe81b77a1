/**
 * Makes one file of each official client, for `deno task compile`: as packages
 * they are 25 MB in 8,000 files, and the list of those alone doubles the time
 * that a compiled program takes to start. Goes in: `deno.json`, `deno.lock`;
 * comes out: `ffi/build/sdk/` with the clients and a `deno.json` and
 * `deno.lock` that know them as files.
 */

/** Clients that are bundled, by the names under which they are imported. */
export const BUNDLED: readonly string[] = [
  "@aws-sdk/client-s3",
  "@azure/storage-blob",
  "apache-arrow",
];

/** Whose form for Deno the bundler breaks: it loses the default of tslib. */
const AS_IN_BROWSERS: readonly string[] = ["apache-arrow"];

/** Packages of a page, which is bundled beforehand: no program loads them. */
export const LEFT_OUT: readonly string[] = ["uplot"];

/** What a lock file holds, as far as it is needed here. */
export interface LockFile {
  readonly version: string;
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<
    Record<string, { readonly dependencies?: readonly string[] }>
  >;
  readonly workspace: { readonly dependencies: readonly string[] };
}

/** The bundle calls `require`, which a module does not have by itself. */
const HEAD = 'import { createRequire as makeRequire } from "node:module";\n' +
  "const require = makeRequire(import.meta.url);\n";

/** Name of the file that a client is bundled into. */
export function bundleName(client: string): string {
  return `${client.replace(/^@/, "").replaceAll(/[^a-z0-9]+/g, "_")}.js`;
}

/** The lock without the packages that only the clients need. */
export function withoutClients(lock: LockFile): LockFile {
  const isKept = (specifier: string) =>
    ![...BUNDLED, ...LEFT_OUT]
      .some((name) => specifier.startsWith(`npm:${name}@`));
  const specifiers = Object.fromEntries(
    Object.entries(lock.specifiers).filter(([name]) => isKept(name)),
  );
  const needed = new Set<string>();
  const add = (id: string) => {
    const found = id in lock.npm
      ? id
      : Object.keys(lock.npm).find((one) => one.startsWith(`${id}@`));
    if (found === undefined || needed.has(found)) return;
    needed.add(found);
    lock.npm[found]?.dependencies?.forEach(add);
  };
  for (const [specifier, version] of Object.entries(specifiers)) {
    const name = specifier.replace(/^npm:/, "").replace(/@[^@]*$/, "");
    add(`${name}@${version}`);
  }
  return {
    ...lock,
    specifiers,
    npm: Object.fromEntries(
      Object.entries(lock.npm).filter(([id]) => needed.has(id)),
    ),
    workspace: {
      ...lock.workspace,
      dependencies: lock.workspace.dependencies.filter(isKept),
    },
  };
}

/** The imports of a program that has the clients as files beside its config. */
export function bundledImports(
  imports: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(imports)
      .filter(([name]) => !LEFT_OUT.includes(name))
      .map(([name, place]) => [
        name,
        BUNDLED.includes(name) ? `./${bundleName(name)}` : place,
      ]),
  );
}

/** Bundles into `folder`; fails with what the runtime said. */
export async function bundleSdks(root: string, folder: string): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  const lock: LockFile = JSON.parse(
    await Deno.readTextFile(`${root}/deno.lock`),
  );
  await Deno.mkdir(`${root}/ffi/build`, { recursive: true });
  await Deno.mkdir(folder, { recursive: true });
  for (const client of BUNDLED) {
    await bundle(root, client, `${folder}/${bundleName(client)}`);
  }
  const write = (name: string, value: unknown) =>
    Deno.writeTextFile(
      `${folder}/${name}`,
      `${JSON.stringify(value, null, 2)}\n`,
    );
  await write("deno.json", {
    nodeModulesDir: "none",
    imports: bundledImports(config.scopes["./"]),
    compilerOptions: config.compilerOptions,
  });
  await write("deno.lock", withoutClients(lock));
}

async function bundle(
  root: string,
  client: string,
  path: string,
): Promise<void> {
  // Below the root, where the names of clients are known.
  const entry = await Deno.makeTempFile({
    dir: `${root}/ffi/build`,
    suffix: ".ts",
  });
  await Deno.writeTextFile(entry, `export * from "${client}";\n`);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: root,
    args: [
      ...["bundle", "--quiet", "--minify", "--platform"],
      AS_IN_BROWSERS.includes(client) ? "browser" : "deno",
      entry,
    ],
    env: certificates(),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  await Deno.writeTextFile(path, HEAD + new TextDecoder().decode(stdout));
  await Deno.remove(entry);
}

/** The bundler is fetched without regard to the system's authorities. */
function certificates(): Record<string, string> {
  const system = "/etc/ssl/certs/ca-certificates.crt";
  if (Deno.env.get("DENO_CERT") !== undefined) return {};
  try {
    Deno.statSync(system);
    return { DENO_CERT: system };
  } catch {
    return {};
  }
}

if (import.meta.main) {
  const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
  await bundleSdks(root, `${root}/ffi/build/sdk`);
}
