/** The promises of cmd/logged_run.ts. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Args } from "../../cmd/command.ts";
import { WriteFailed } from "../../cmd/context.ts";
import { whileLogged } from "../../cmd/logged_run.ts";
import type { OperationLog } from "../../cmd/operation_log.ts";
import type { Report } from "../../engine/mod.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";
import { plan } from "../_support/plan_fixture.ts";

const FULL = "/dev/full";
/** What a run comes to; nobody looks into its report here. */
const ended = (exit: number) => ({ exit, report: {} as Report });

function logged(args: Args) {
  const err: string[] = [];
  const context = {
    ...testContext(),
    stderr: {
      ...testContext().stderr,
      write: (text: string) => err.push(text),
    },
  };
  return { run: { context, args, plan: plan(), faultsArmed: [] }, err };
}

Deno.test("whileLogged() runs without a log where nobody asked for one", async () => {
  const { run, err } = logged(makeArgs());
  const carried = await whileLogged(run, (log) => {
    assertEquals(log, undefined);
    return Promise.resolve(ended(0));
  });
  assertEquals([carried.exit, err], [0, []]);
});

Deno.test("whileLogged() says what is in the log, after the run", async () => {
  const path = await Deno.makeTempFile();
  try {
    const { run, err } = logged(makeArgs({ "op-log": [path] }));
    const { exit } = await whileLogged(run, (log) => {
      log?.begin();
      const { name = "" } = run.plan.targets[0] ?? {};
      const told = { startNs: 1, endNs: 2, attempts: 1, generation: null };
      log?.one({
        ...{ target: name, step: "fill", op: "copy", lane: null, key: "k" },
        ...{ bytes: 1, failure: null, ...told },
      });
      return Promise.resolve(ended(0));
    });
    assertEquals(exit, 0);
    assertEquals(err, [`op-log   1 operations in ${path}\n`]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("whileLogged() fails with a log that is cut, but not over findings", async () => {
  const { run } = logged(makeArgs({ "op-log": [FULL] }));
  const body = (exit: number) => (log?: OperationLog) => {
    log?.begin();
    return Promise.resolve(ended(exit));
  };
  await assertRejects(
    () => whileLogged(run, body(0)),
    WriteFailed,
    `Cannot write "${FULL}"`,
  );
  const found = logged(makeArgs({ "op-log": [FULL] }));
  const { exit } = await whileLogged(found.run, body(1));
  assertEquals(exit, 1);
  assertStringIncludes(found.err.at(-1) ?? "", `Cannot write "${FULL}"`);
});
