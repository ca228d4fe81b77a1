/**
 * A server as a child of the benchmark, on loopback: started, awaited until it
 * accepts, and stopped by its own process id.
 */

export interface ServerOptions {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
}

export interface RunningServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
}

const START_TRIES = 100;
const START_PAUSE_MS = 100;

/** A port that was free a moment ago. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Fails when the server ends or does not accept within ten seconds. */
export async function startServer(
  options: ServerOptions,
): Promise<RunningServer> {
  const [program = "", ...args] = options.command;
  const child = new Deno.Command(program, {
    args,
    env: { ...options.env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let ended = false;
  const ending = child.status.then(() => ended = true);
  const stop = async () => {
    if (!ended) child.kill("SIGTERM");
    await ending;
  };
  for (let tried = 0; tried < START_TRIES && !ended; tried += 1) {
    if (await accepts(options.port)) {
      return {
        host: `127.0.0.1:${options.port}`,
        [Symbol.asyncDispose]: stop,
      };
    }
    await new Promise((wake) => setTimeout(wake, START_PAUSE_MS));
  }
  await stop();
  throw new Error(
    `Cannot start "${options.command.join(" ")}": nothing listens on port ` +
      options.port,
  );
}

async function accepts(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}
