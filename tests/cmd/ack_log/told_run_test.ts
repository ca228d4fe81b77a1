/** The promises of cmd/ack_log/told_run.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../../cmd/mod.ts";
import { withAckLog } from "../../_support/ack_listener.ts";
import { runCli, testContext } from "../../_support/cli.ts";
import { withRunPlace } from "../../_support/short_profile.ts";
import { withListener } from "../../backends/acknowledgement/_way.ts";

const NOBODY = ["--ack-log", "tcp://127.0.0.1:1"];

Deno.test("a run over what no loss of power here can take is refused, all mistakes at once", async () => {
  await withRunPlace(async (place) => {
    const end = await runCli(
      [
        ...["run", "--profile", "short.yaml", "--target", "mem:"],
        ...["--ack-log", "other:99"],
      ],
      place,
    );
    assertEquals(end.exit, 2);
    assertStringIncludes(end.err, "Cannot use --ack-log other:99");
    assertStringIncludes(
      end.err.replace(/\s+/g, " "),
      'Cannot tell with --ack-log what is durable on "mem:"',
    );
    const resumed = await runCli(["run", "--resume", "3f2a", ...NOBODY], place);
    assertEquals(resumed.exit, 2);
    assertStringIncludes(resumed.err, "--ack-log and --resume at once");
  });
});

Deno.test("where nobody listens nothing is touched", async () => {
  await withRunPlace(async (place) => {
    const end = await runCli(["run", ...place.flags, ...NOBODY], place);
    assertEquals(end.exit, 3);
    assertStringIncludes(end.err, 'start "stor-verify ack-log" on that host');
    const names = [...Deno.readDirSync(place.cwd)].map(({ name }) => name);
    assertEquals(names.sort(), ["long.yaml", "short.yaml"]);
  });
});

Deno.test("a run that syncs nothing says what that means", async () => {
  await withRunPlace(async (place) => {
    await withAckLog({ cwd: place.cwd }, async ({ url }) => {
      const typed = ["run", "--quiet", "--target", `file://${place.cwd}/x`];
      const ack = ["--ack-log", url];
      const unsynced = await runCli(
        [...typed, "--profile", "short.yaml", ...ack],
        place,
      );
      assertStringIncludes(unsynced.err, "note: no step of this run syncs");
      const synced = await runCli(
        [...typed, "--profile", "twice.yaml", ...ack],
        place,
      );
      assertEquals([synced.exit, synced.err], [0, ""], synced.out);
      assertStringIncludes(synced.out, "records kept in");
    });
  }, { synced: true });
});

Deno.test("a listener that goes ends the run in order, with 3 and its report", async () => {
  await withRunPlace(async (place) => {
    await withListener(async ({ close, port }) => {
      const context = testContext(place);
      const ending = main([
        ...["run", "--profile", "synced.yaml"],
        ...["--target", `file://${place.cwd}/x`],
        ...["--ack-log", `tcp://127.0.0.1:${port}`],
      ], context);
      const ended = ending.then(() => true);
      const turn = () => Deno.stat("/").then(() => false);
      while (!context.out().includes(" mix ")) {
        if (await Promise.race([ended, turn()])) break;
      }
      await close();
      assertEquals(await ending, 3, context.out());
      assertStringIncludes(
        context.err().replace(/\s+/g, " "),
        "what is durable: it closed the connection",
      );
      assertStringIncludes(context.err(), "records are kept there, in");
      const report = await runCli(["report", "last"], place);
      assertStringIncludes(report.out, "mix");
      const judged = await runCli(["verify", "last"], place);
      assertEquals(judged.exit, 0, judged.out);
    });
  }, { synced: true });
});
