/**
 * Libraries of vendors in the host's `python3`, asked by a script of ours: files
 * go into a folder of their own, and what the library made is read from it. The
 * folder is taken away with what was made.
 */
import type {
  VendorAnswer,
  VendorFile,
  VendorHost,
  VendorRequest,
} from "../../engine/mod.ts";
import type { Context } from "../context.ts";
import { runPython } from "../python/run_python.ts";

/** Beside this file, also inside the binary. */
const SCRIPT = new URL("./vendor_files.py", import.meta.url);
/** Files of gigabytes are rewritten; one that never ends is no such file. */
const TIMEOUT_MS = 600_000;
/** Read back at once; halved or doubled, nothing is felt. */
const PIECE_BYTES = 1024 * 1024;

export interface PythonVendorsOptions extends Pick<Context, "env"> {
  /** Variables of the environment beside those of this process. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** By the `python3` that `env` leads to. */
export function pythonVendors(options: PythonVendorsOptions): VendorHost {
  return {
    async run(request) {
      const folder = await Deno.makeTempDir({
        prefix: `stor-verify-vendor-${Deno.pid}-`,
      });
      try {
        const answer = await ask(folder, request, options);
        if (answer.state === "done") return answer;
        await remove(folder);
        return answer;
      } catch (error) {
        await remove(folder);
        throw error;
      }
    },
  };
}

/** Cleaners of temporary files may have been faster. */
async function remove(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function ask(
  folder: string,
  { action, files, library, options = {} }: VendorRequest,
  { env, extra = {} }: PythonVendorsOptions,
): Promise<VendorAnswer> {
  await Deno.mkdir(`${folder}/in`);
  await Deno.mkdir(`${folder}/out`);
  for await (const file of files ?? []) await writeFile(folder, file);
  const asked = JSON.stringify({ library, action, options });
  await Deno.writeTextFile(`${folder}/asked.json`, asked);
  const ended = await runPython({
    env,
    extra,
    script: SCRIPT,
    args: [folder],
    timeoutMs: TIMEOUT_MS,
  });
  if (ended.state === "absent") return ended;
  const doing = `Cannot have python3 ${action} by ${library}`;
  if (ended.state === "failed") {
    return { state: "failed", reason: `${doing}: ${ended.reason}` };
  }
  const text = await Deno.readTextFile(`${folder}/answer.json`)
    .catch(() => "");
  return readVendorAnswer(text, folder) ??
    { state: "failed", reason: `${doing}: ${ended.told}` };
}

async function writeFile(folder: string, file: VendorFile): Promise<void> {
  const { name, pieces } = file;
  if (name.startsWith("/") || /(^|\/)\.{0,2}(\/|$)/.test(name)) {
    throw new TypeError(`Cannot hand over a file by the name "${name}"`);
  }
  const path = `${folder}/in/${name}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using to = await Deno.create(path);
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      at += await to.write(piece.subarray(at));
    }
  }
}

/** What the script left in `folder`; `null`: it is no answer. */
export function readVendorAnswer(
  text: string,
  folder: string,
): VendorAnswer | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const record = new Map<string, unknown>(Object.entries(value));
  for (const state of ["absent", "refused", "failed"] as const) {
    const reason = record.get(state);
    if (typeof reason === "string") return { state, reason };
  }
  const versions = record.get("versions");
  const facts = record.get("facts");
  const files = record.get("files");
  if (
    typeof versions !== "string" || typeof facts !== "object" ||
    facts === null || !Array.isArray(files)
  ) return null;
  return {
    state: "done",
    versions,
    facts: { ...facts },
    files: files.filter((name) => typeof name === "string"),
    read: (name) => piecesOf(`${folder}/out/${name}`),
    close: () => remove(folder),
  };
}

async function* piecesOf(
  path: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  using file = await Deno.open(path);
  for (;;) {
    const piece = new Uint8Array(PIECE_BYTES);
    const count = await file.read(piece);
    if (count === null) return;
    yield piece.subarray(0, count);
  }
}
