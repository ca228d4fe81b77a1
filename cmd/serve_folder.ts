/**
 * The folder that an endpoint serves: a temporary one, or one that is empty or
 * was served before. Goes in: what was typed; comes out: a path and how to let
 * it go.
 */
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";

export interface ServeFolder {
  /** As it was named, or made up. */
  readonly path: string;
  /** Where the endpoint keeps what it is given. */
  readonly objects: string;
  /** It goes when the endpoint ends. */
  readonly isTemporary: boolean;
  release(): void;
}

export interface ServeFolderOptions {
  readonly cwd: string;
  /** The kind of endpoint: one folder is of one kind. */
  readonly kind: string;
  readonly dir: string | undefined;
  readonly processId: number;
}

/** Holds the name of the kind; shows that the folder is an endpoint's. */
const MARKER = ".stor-verify-serve";
/** Holds the id of the process that serves it now. */
const HOLDER = ".stor-verify-serve.pid";

/**
 * Fails with a `UsageError` for a folder that holds something else, or that
 * another process serves: the two would sweep away each other's files.
 */
export function claimServeFolder(options: ServeFolderOptions): ServeFolder {
  const { cwd, kind, dir, processId } = options;
  if (dir === undefined) {
    const path = Deno.makeTempDirSync({ prefix: "stor-verify-serve-" });
    return {
      path,
      objects: path,
      isTemporary: true,
      release: () => Deno.removeSync(path, { recursive: true }),
    };
  }
  const path = absolutePath(cwd, dir);
  Deno.mkdirSync(path, { recursive: true });
  const names = [...Deno.readDirSync(path)].map(({ name }) => name);
  if (names.length === 0) Deno.writeTextFileSync(`${path}/${MARKER}`, kind);
  else checkMarker(path, kind, names);
  hold(path, processId);
  const objects = `${path}/objects`;
  Deno.mkdirSync(objects, { recursive: true });
  return {
    path,
    objects,
    isTemporary: false,
    release: () => Deno.removeSync(`${path}/${HOLDER}`),
  };
}

function checkMarker(
  path: string,
  kind: string,
  names: readonly string[],
): void {
  if (!names.includes(MARKER)) {
    throw new UsageError([
      `Cannot serve "${path}": it holds ${names.length} entries that are not ` +
      "an endpoint's; name an empty folder",
    ]);
  }
  const found = Deno.readTextFileSync(`${path}/${MARKER}`).trim();
  if (found === kind) return;
  throw new UsageError([
    `Cannot serve "${path}" as ${kind}: it is a folder of ${found}`,
  ]);
}

function hold(path: string, processId: number): void {
  const holder = readHolder(path);
  if (holder !== undefined && isAlive(holder)) {
    throw new UsageError([
      `Cannot serve "${path}": process ${holder} serves it already`,
    ]);
  }
  // A holder that was killed left its file behind.
  Deno.writeTextFileSync(`${path}/${HOLDER}`, String(processId));
}

function readHolder(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(`${path}/${HOLDER}`).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  try {
    return Deno.statSync(`/proc/${holder}`).isDirectory;
  } catch {
    return false;
  }
}
