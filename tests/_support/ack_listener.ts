/** `stor-verify ack-log` inside a test, until the test presses Ctrl-C. */
import { main } from "../../cmd/mod.ts";
import { type TestContext, testContext } from "./cli.ts";

/** A listener in a folder, and where it is. */
export interface ServedAcks {
  readonly context: TestContext;
  /** As `--ack-log` takes it. */
  readonly url: string;
}

/** Listens on a free port while `body` runs; fails unless it ends with 0. */
export async function withAckLog(
  options: { readonly cwd: string; readonly env?: Record<string, string> },
  body: (served: ServedAcks) => Promise<void>,
): Promise<void> {
  const context = testContext(options);
  const ending = main(["ack-log", "--listen", "127.0.0.1:0"], context);
  const ended = ending.then(() => true);
  const turn = () => Deno.stat("/").then(() => false);
  while (!context.out().includes("Ctrl-C ends it")) {
    if (await Promise.race([ended, turn()])) break;
  }
  const url = /tcp:\/\/[\d.:]+/.exec(context.out())?.[0] ?? context.err();
  try {
    await body({ context, url });
  } finally {
    context.send("SIGINT");
  }
  const exit = await ending;
  if (exit !== 0) throw new Error(`It ended with ${exit}: ${context.err()}`);
}
