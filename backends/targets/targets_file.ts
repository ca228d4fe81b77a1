/**
 * Which targets file counts. Only one is read: the first of `--config`,
 * `STOR_VERIFY_CONFIG`, `stor-verify.local.yaml` and `stor-verify.yaml`.
 */
import { TargetsError } from "./targets_error.ts";

export interface TargetsFilePorts {
  readonly cwd: string;
  readonly env: (name: string) => string | undefined;
  /** The text of a file; `undefined` if there is none. */
  readonly read: (path: string) => string | undefined;
  /** What `--config` named, if it was given. */
  readonly config?: string;
}

export interface TargetsFile {
  readonly path: string;
  readonly text: string;
}

/** File names looked for in the current folder, in this order. */
export const TARGETS_FILE_NAMES = [
  "stor-verify.local.yaml",
  "stor-verify.yaml",
] as const;

/**
 * The file that counts, or `undefined` when only the built-in targets do. A
 * file that was asked for and is not there is a `TargetsError`.
 */
export function findTargetsFile(
  ports: TargetsFilePorts,
): TargetsFile | undefined {
  const variable = ports.env("STOR_VERIFY_CONFIG");
  const asked = ports.config ?? (variable === "" ? undefined : variable);
  if (asked !== undefined) {
    const path = asked.startsWith("/") ? asked : `${ports.cwd}/${asked}`;
    const text = ports.read(path);
    if (text !== undefined) return { path, text };
    const by = ports.config === undefined ? "STOR_VERIFY_CONFIG" : "--config";
    throw new TargetsError([
      `Cannot read the targets file "${asked}" that ${by} names: there is no ` +
      "such file",
    ]);
  }
  for (const name of TARGETS_FILE_NAMES) {
    const path = `${ports.cwd}/${name}`;
    const text = ports.read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
