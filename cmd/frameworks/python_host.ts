/**
 * Hands files to a framework of the host's `python3`. Files go into a folder of
 * their own, which is taken away; the script compares, and prints one object of
 * JSON.
 */
import type {
  FrameworkAnswer,
  FrameworkRequest,
  PythonHost,
} from "../../engine/mod.ts";
import type { Context } from "../context.ts";
import { runPython } from "../python/run_python.ts";

/** Beside this file, also inside the binary. */
const SCRIPT = new URL("./read_samples.py", import.meta.url);
/** A framework is loaded in seconds, and on a busy host in minutes. */
const TIMEOUT_MS = 600_000;

const MODULES = {
  pytorch: "torch",
  jax: "jax",
  tensorflow: "tensorflow",
} as const;

export interface PythonHostOptions extends Pick<Context, "env"> {
  /** Variables of the environment beside those of this process. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** By the `python3` that `env` leads to. */
export function pythonHost(options: PythonHostOptions): PythonHost {
  return {
    async read(request) {
      const prefix = `stor-verify-samples-${Deno.pid}-`;
      const folder = await Deno.makeTempDir({ prefix });
      try {
        await writeFiles(folder, request);
        return await runScript(folder, options);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  };
}

async function writeFiles(
  folder: string,
  { framework, files }: FrameworkRequest,
): Promise<void> {
  const listed = [];
  for (const [number, { name, format, bytes, arrays }] of files.entries()) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(path, bytes);
    const expected = [];
    for (const [at, { key, tensor }] of arrays.entries()) {
      const { element, shape, bytes: elements } = tensor;
      const own = `${folder}/expected-${number}-${at}`;
      await Deno.writeFile(own, elements);
      expected.push({ key, element, shape, path: own });
    }
    listed.push({ name, format, path, expected });
  }
  const asked = { module: MODULES[framework], files: listed };
  await Deno.writeTextFile(`${folder}/asked.json`, JSON.stringify(asked));
}

async function runScript(
  folder: string,
  { env, extra = {} }: PythonHostOptions,
): Promise<FrameworkAnswer> {
  const ended = await runPython({
    env,
    extra,
    script: SCRIPT,
    args: [`${folder}/asked.json`],
    timeoutMs: TIMEOUT_MS,
  });
  if (ended.state === "absent") return ended;
  if (ended.state === "failed") return failed(ended.reason);
  return readAnswer(ended.stdout) ?? failed(ended.told);
}

function failed(reason: string): FrameworkAnswer {
  return {
    state: "failed",
    reason: `Cannot have python3 read the samples: ${reason}`,
  };
}

/** The last line, as frameworks print before it; `null`: it is no answer. */
export function readAnswer(said: string): FrameworkAnswer | null {
  let value: unknown;
  try {
    value = JSON.parse(said.trim().split("\n").at(-1) ?? "");
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const record = new Map<string, unknown>(Object.entries(value));
  const absent = record.get("absent");
  if (typeof absent === "string") return { state: "absent", reason: absent };
  const versions = record.get("versions");
  const arraysCount = record.get("arrays");
  const elementsCount = record.get("elements");
  const passedOver = texts(record.get("passedOver"));
  const differences = texts(record.get("differences"));
  if (
    typeof versions !== "string" || typeof arraysCount !== "number" ||
    typeof elementsCount !== "number" || passedOver === null ||
    differences === null
  ) return null;
  return {
    state: "read",
    ...{ versions, arraysCount, elementsCount, passedOver, differences },
  };
}

function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const list: unknown[] = value;
  const found = list.filter((one) => typeof one === "string");
  return found.length === list.length ? found : null;
}
