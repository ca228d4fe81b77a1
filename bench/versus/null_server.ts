/** Builds and starts the HTTP server of `bench/core`, which only answers. */
import { runChild } from "./child.ts";
import { freePort, type RunningServer, startServer } from "./server.ts";

/** `folder` takes the program; `root` is the checkout, with a `/` at its end. */
export async function startNullServer(
  folder: string,
  root: string,
): Promise<RunningServer> {
  const program = `${folder}/null_http`;
  await runChild([
    Deno.env.get("CC") ?? "cc",
    "-std=c11",
    "-D_GNU_SOURCE",
    "-O2",
    "-o",
    program,
    "bench/core/null_http.c",
  ], { cwd: root });
  const port = freePort();
  return await startServer({ command: [program, String(port)], port });
}
