/**
 * PostgreSQL of the system, with its files in a folder of its own, on a free
 * port. Comes out: a URL, and ways to kill it and to start it again.
 */
import { assert } from "@std/assert";

export interface TemporaryPostgres {
  readonly url: string;
  /** Every process of it, without a word. */
  kill(): void;
  /** Returns once it takes connections; harmless while it runs. */
  start(): Promise<void>;
}

/** Newest first; empty where PostgreSQL is not installed. */
export function postgresPrograms(): string {
  try {
    const versions = [...Deno.readDirSync("/usr/lib/postgresql")]
      .map(({ name }) => name).sort((a, b) => Number(b) - Number(a));
    const path = `/usr/lib/postgresql/${versions[0]}/bin`;
    return Deno.statSync(`${path}/initdb`).isFile ? path : "";
  } catch {
    return "";
  }
}

/** PostgreSQL does not run as root: there as its own user. */
async function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly success: boolean; readonly text: string }> {
  const words = [`${postgresPrograms()}/${program}`, ...args];
  const [first = "", ...rest] = Deno.uid() === 0
    ? ["runuser", "-u", "postgres", "--", ...words]
    : words;
  const { success, stderr } = await new Deno.Command(first, {
    args: rest,
    stdout: "null",
    stderr: "piped",
    cwd: "/",
  }).output();
  return { success, text: new TextDecoder().decode(stderr) };
}

/** Where its processes still end, the next start is refused for a moment. */
const STARTS_MAX = 50;

/** Fails where it is not installed. */
export async function withPostgres(
  body: (postgres: TemporaryPostgres) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "postgres-" });
  await Deno.chmod(folder, 0o777);
  const data = `${folder}/data`;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const made = await run("initdb", [
    ...["-D", data, "-A", "trust", "-U", "postgres", "--no-sync"],
  ]);
  assert(made.success, made.text);
  const start = async () => {
    let text = "";
    for (let left = STARTS_MAX; left > 0; left--) {
      const started = await run("pg_ctl", [
        ...["-D", data, "-w", "-l", `${folder}/log`, "start"],
        ...["-o", `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`],
      ]);
      if (started.success) return;
      text = started.text;
    }
    throw new Error(`PostgreSQL does not start: ${text}`);
  };
  const kill = () => {
    for (const id of familyOf(mainProcess(data))) {
      try {
        Deno.kill(id, "SIGKILL");
      } catch {
        // It ended with its parent.
      }
    }
  };
  await start();
  try {
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    await body({ url, kill, start });
  } finally {
    await run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
    await Deno.remove(folder, { recursive: true });
  }
}

function mainProcess(data: string): number {
  const text = Deno.readTextFileSync(`${data}/postmaster.pid`);
  return Number(text.split("\n")[0]);
}

/** The process and those that it started, itself first. */
function familyOf(parent: number): number[] {
  const children = [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    try {
      // The name of a program may hold spaces, and ends at the last bracket.
      const [, of] = Deno.readTextFileSync(`/proc/${name}/stat`)
        .split(") ").at(-1)?.split(" ") ?? [];
      return Number(of) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
  return [parent, ...children];
}
