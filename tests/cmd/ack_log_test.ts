/** The promises of cmd/ack_log.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { withAckLog } from "../_support/ack_listener.ts";
import { main } from "../../cmd/mod.ts";
import { runCli, testContext } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("ack-log says where it is, where files go, and what comes", async () => {
  await withRunPlace(async (place) => {
    await withAckLog({ cwd: place.cwd }, async ({ context, url }) => {
      assertStringIncludes(context.out(), `Files go into "${place.cwd}"`);
      assertStringIncludes(context.out(), `stor-verify run --ack-log ${url}`);
      const end = await runCli(
        ["run", "--quiet", ...place.flags, "--ack-log", url],
        place,
      );
      assertEquals(end.exit, 0, end.err);
      const file = /kept in "(.*)"/.exec(end.out)?.[1] ?? "";
      assertStringIncludes(file, `${place.cwd}/`);
      assertEquals((await Deno.stat(file)).isFile, true);
      assertStringIncludes(context.out(), `begin  `);
    });
  });
});

Deno.test("ack-log on all addresses names one that others can reach", async () => {
  const context = testContext({
    cwd: "/",
    env: { STOR_VERIFY_ACK_SECRET: "canary-secret" },
  });
  const ending = main(["ack-log", "--listen", "0.0.0.0:0"], context);
  const ended = ending.then(() => true);
  const turn = () => Deno.stat("/").then(() => false);
  while (!context.out().includes("Ctrl-C ends it")) {
    if (await Promise.race([ended, turn()])) break;
  }
  context.send("SIGINT");
  assertEquals(await ending, 0);
  assertStringIncludes(context.out(), "with the secret in STOR_VERIFY_ACK_SEC");
  assertStringIncludes(context.out(), `--ack-log tcp://${Deno.hostname()}:`);
  assertEquals(context.out().includes("canary-secret"), false);
});

Deno.test("ack-log tells all mistakes at once", async () => {
  const end = await runCli(
    ["ack-log", "--listen", "0.0.0.0", "--dir", "/no/such/place"],
  );
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, "Cannot listen on 0.0.0.0 without a secret");
  assertStringIncludes(end.err, "STOR_VERIFY_ACK_SECRET");
  assertStringIncludes(end.err, '"/no/such/place": it is not a folder');
  const host = await runCli(["ack-log", "--listen", "myhost"], { cwd: "/" });
  assertEquals(host.exit, 2);
  assertStringIncludes(host.err, "it is an address of this host");
});

Deno.test("ack-log says who has the port, and which address is none", async () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken = `127.0.0.1:${other.addr.port}`;
  const end = await runCli(["ack-log", "--listen", taken], { cwd: "/" });
  assertEquals(end.exit, 2);
  assertStringIncludes(
    end.err,
    `Cannot listen on ${taken}: somebody else does`,
  );
  const foreign = await runCli(["ack-log", "--listen", "192.0.2.1"], {
    cwd: "/",
    env: { STOR_VERIFY_ACK_SECRET: "canary-secret" },
  });
  assertEquals(foreign.exit, 2);
  assertStringIncludes(foreign.err, "it is no address of this host");
  assertEquals(foreign.err.includes("canary-secret"), false);
});
