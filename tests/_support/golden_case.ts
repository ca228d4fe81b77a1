/**
 * Command lines as folders of plain text: `cmd` holds one argument a line,
 * `exit` the code, `stdout.golden` and `stderr.golden` what is printed. Any
 * other file is there for the command to use. GOLDEN_UPDATE=1 writes them anew.
 */
import { runCli } from "./cli.ts";

/** What a case expects, or what it got: what differs from run to run is a mark. */
export interface GoldenTexts {
  readonly exit: string;
  readonly "stdout.golden": string;
  readonly "stderr.golden": string;
}

const NAMES = ["exit", "stdout.golden", "stderr.golden"] as const;

/**
 * Replaces what differs from run to run by a mark that names it: the scratch
 * folder and run ids. Everything else is compared.
 */
export function markVarying(text: string, folder: string): string {
  return text
    .replaceAll(folder, "<path>")
    .replaceAll(/\b[0-9a-f]{16}\b/g, "<run>");
}

/** Runs the case in a scratch copy of its folder. */
export async function runCase(folder: string): Promise<GoldenTexts> {
  const scratch = await Deno.makeTempDir();
  try {
    for (const entry of Deno.readDirSync(folder)) {
      await Deno.copyFile(
        `${folder}/${entry.name}`,
        `${scratch}/${entry.name}`,
      );
    }
    const typed = await Deno.readTextFile(`${folder}/cmd`);
    const args = typed.split("\n").filter((line) => line !== "");
    const end = await runCli(args, { cwd: scratch, env: { HOME: scratch } });
    return {
      exit: `${end.exit}\n`,
      "stdout.golden": markVarying(end.out, scratch),
      "stderr.golden": markVarying(end.err, scratch),
    };
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

/** What the folder says; a file that is not there expects nothing. */
export async function readCase(folder: string): Promise<GoldenTexts> {
  const [exit = "", stdout = "", stderr = ""] = await Promise.all(
    NAMES.map((name) =>
      Deno.readTextFile(`${folder}/${name}`).catch((error) => {
        if (error instanceof Deno.errors.NotFound) return "";
        throw error;
      })
    ),
  );
  return { exit, "stdout.golden": stdout, "stderr.golden": stderr };
}

/** Writes what was got; an empty text has no file. */
export async function updateCase(
  folder: string,
  texts: GoldenTexts,
): Promise<void> {
  for (const name of NAMES) {
    const path = `${folder}/${name}`;
    if (texts[name] !== "") await Deno.writeTextFile(path, texts[name]);
    else await Deno.remove(path).catch(() => {});
  }
}
