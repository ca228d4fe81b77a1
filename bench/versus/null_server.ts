/** Builds and starts the HTTP server of `bench/core`, which only answers. */
import { runChild } from "./child.ts";
import type { RunningServer } from "./server.ts";

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
  // It names its port first, and ends when its stdin does.
  const child = new Deno.Command(program, {
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    host: `127.0.0.1:${new TextDecoder().decode(value).trim()}`,
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}
