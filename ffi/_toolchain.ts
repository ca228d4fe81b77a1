/**
 * Finds what the core is built with: a C compiler, the headers and static
 * archives of libfiu, liburing and the codecs, binutils. Says what to install when
 * something is missing; on Debian and Ubuntu root gets it installed.
 */
import { runCommand } from "./_command.ts";

/** A toolchain that can build the core; paths are absolute. */
export interface Toolchain {
  readonly cc: string;
  /** First line of `cc --version`: another compiler means other objects. */
  readonly version: string;
  readonly archives: readonly string[];
}

/** What to build with, or what is missing, in words. */
export type ToolchainSearch =
  | { readonly found: Toolchain }
  | { readonly missing: readonly string[] };

export interface ToolchainOptions {
  readonly say: (line: string) => void;
  /** False never installs, whoever runs it. */
  readonly install: boolean;
}

/** The build cannot go on; the message says what to do. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

const HEADERS = [
  ...["fiu.h", "fiu-control.h", "liburing.h"],
  ...["brotli/decode.h", "brotli/encode.h", "lz4.h", "snappy-c.h"],
  ...["zlib.h", "zstd.h"],
];

/** In the order of linking: each needs only what comes after it. */
const ARCHIVES = [
  ...["libfiu.a", "liburing.a", "libbrotlienc.a", "libbrotlidec.a"],
  ...["libbrotlicommon.a", "liblz4.a", "libz.a", "libzstd.a"],
  // Snappy is C++: its runtime and unwinder go in too, 110 KB of them.
  ...["libsnappy.a", "libstdc++.a", "libgcc_eh.a"],
];
const PACKAGES = [
  // g++ is not called: it has libstdc++.a in a package of any version.
  ...["gcc", "g++", "libc6-dev", "libfiu-dev", "liburing-dev"],
  ...["libbrotli-dev", "liblz4-dev", "libsnappy-dev", "zlib1g-dev"],
  "libzstd-dev",
];
const DNF_PACKAGES = [
  ...["gcc", "glibc-devel", "libfiu-devel", "liburing-devel"],
  ...["brotli-devel", "lz4-static", "snappy-devel", "zlib-static"],
  ...["libzstd-static", "libstdc++-static"],
];

/** Looks without installing. `CC` in the environment goes first. */
export async function searchToolchain(
  compilers: readonly string[] = defaultCompilers(),
): Promise<ToolchainSearch> {
  let cc = "";
  let version = "";
  for (const name of compilers) {
    const result = await runCommand([name, "--version"]);
    if (result.ok) {
      cc = name;
      version = result.stdout.split("\n", 1)[0] ?? "";
      break;
    }
  }
  if (cc === "") {
    return { missing: [`a C compiler (tried ${compilers.join(", ")})`] };
  }
  const missing: string[] = [];
  const checks = await Promise.all([
    ...HEADERS.map((name) => hasHeader(cc, name)),
    ...["objcopy", "objdump"].map(async (name) =>
      (await runCommand([name, "--version"])).ok ? null : `the tool ${name}`
    ),
  ]);
  missing.push(...checks.filter((line) => line !== null));
  const archives: string[] = [];
  for (const name of ARCHIVES) {
    const path = await archivePath(cc, name);
    if (path === null) missing.push(`the static archive ${name}`);
    else archives.push(path);
  }
  return missing.length > 0
    ? { missing }
    : { found: { cc, version, archives } };
}

/** Finds the toolchain, installing what is missing where that is possible. */
export async function requireToolchain(
  options: ToolchainOptions,
): Promise<Toolchain> {
  const first = await searchToolchain();
  if ("found" in first) return first.found;
  if (!options.install || !(await canInstall())) {
    throw new BuildError(missingSentence(first.missing));
  }
  options.say(`missing: ${first.missing.join(", ")}`);
  await install(options.say);
  const second = await searchToolchain();
  if ("found" in second) return second.found;
  throw new BuildError(missingSentence(second.missing));
}

/** One sentence and the commands that can be pasted. */
export function missingSentence(missing: readonly string[]): string {
  return [
    `Cannot build the C core: missing ${missing.join(", ")}. Run`,
    `  apt-get install ${PACKAGES.join(" ")}`,
    `or, on RHEL and Fedora (with EPEL; archives of libfiu, snappy and brotli`,
    `may need their sources),`,
    `  dnf install ${DNF_PACKAGES.join(" ")}`,
  ].join("\n");
}

function defaultCompilers(): string[] {
  const chosen = Deno.env.get("CC");
  return chosen ? [chosen] : ["gcc", "clang", "cc"];
}

async function hasHeader(cc: string, name: string): Promise<string | null> {
  const include = ["-include", name, "-E", "-o", "/dev/null"];
  const result = await runCommand([cc, ...include, "-x", "c", "/dev/null"]);
  return result.ok ? null : `the header ${name}`;
}

async function archivePath(cc: string, name: string): Promise<string | null> {
  const result = await runCommand([cc, `-print-file-name=${name}`]);
  const path = result.stdout.trim();
  // A compiler that does not find it echoes the bare name.
  return result.ok && path.startsWith("/") ? path : null;
}

async function canInstall(): Promise<boolean> {
  if (Deno.uid() !== 0) return false;
  const release = await Deno.readTextFile("/etc/os-release").catch(() => "");
  if (!/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)) return false;
  return (await runCommand(["apt-get", "--version"])).ok;
}

async function install(say: (line: string) => void): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const commands = [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", ...PACKAGES],
  ];
  for (const command of commands) {
    say(`running ${command.join(" ")}`);
    const result = await runCommand(command, { env });
    if (!result.ok) {
      throw new BuildError(
        `Cannot install what the core is built with: "${
          command.join(" ")
        }" failed: ${result.stderr.trim()}`,
      );
    }
  }
}
