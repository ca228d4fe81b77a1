import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { AckSender } from "../../../backends/acknowledgement/mod.ts";
import { createAckFile } from "../../../backends/acknowledgement/ack_file.ts";
import { decodeAck } from "../../../backends/acknowledgement/ack_record.ts";
import { StorageError } from "../../../backends/mod.ts";
import { recoverRecords } from "../../../backends/journal/mod.ts";
import { RUN, withListener } from "./_way.ts";

const ALIVE = { kind: "alive", atMs: 5 } as const; // as its own type

Deno.test("what is sent is kept, and said to be", async () => {
  await withListener(async ({ connect, folder }) => {
    const way = await connect();
    assertEquals(way.path, `${folder}/${RUN}.acks`);
    for (let count = 0; count < 100; count++) way.send(ALIVE);
    await way.settled();
    assertEquals(way.counts, { sent: 100, kept: 100 });
    assertEquals([way.isIdle, way.failure], [true, null]);
    const { records } = recoverRecords(await Deno.readFile(way.path));
    assertEquals(records.map(decodeAck), Array(100).fill(ALIVE));
    await way.close();
    await way.close();
  });
});

Deno.test("a secret that is not the listener's is refused, with what to do", async () => {
  await withListener(async ({ connect, said, until }) => {
    const ask = async (secret?: string) => {
      const error = await assertRejects(
        () => connect(secret === undefined ? {} : { secret }),
        StorageError,
      );
      assertEquals(error.kind, "Unavailable");
      return error.message;
    };
    assertStringIncludes(await ask(), "The run has no secret");
    assertStringIncludes(await ask("other"), "another secret");
    await until("another secret");
    assertEquals(said.join().includes("canary"), false);
    const way = await connect({ secret: "canary" });
    await way.close();
  }, { secret: "canary" });
});

Deno.test("connect() says when nobody listens, or somebody else does", async () => {
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  const options = { hostname: "127.0.0.1", port, runId: RUN, nowMs: () => 0 };
  const serving = (async () => {
    for await (const connection of free) {
      await connection.write(new TextEncoder().encode("220 mail here\r\n"));
      connection.close();
    }
  })();
  await assertRejects(
    () => AckSender.connect(options),
    StorageError,
    "it is no stor-verify ack-log",
  );
  free.close();
  await serving;
  await assertRejects(
    () => AckSender.connect(options),
    StorageError,
    'nobody listens there: start "stor-verify ack-log" on that host',
  );
  await assertRejects(
    () => AckSender.connect({ ...options, hostname: "no-host.invalid" }),
    StorageError,
    'the name "no-host.invalid" does not resolve',
  );
});

Deno.test("a listener that goes is told of once, and nothing waits for it", async () => {
  await withListener(async ({ close, connect }) => {
    const way = await connect();
    way.send(ALIVE);
    await way.settled();
    const lost = new Promise((resolve) =>
      way.lost.addEventListener("abort", resolve)
    );
    await close();
    await lost;
    way.send(ALIVE);
    await way.settled();
    const message = way.failure?.message ?? "";
    assertStringIncludes(message, "it closed the connection");
    assertStringIncludes(message, "1 of 1 records are kept there");
    await way.close();
  });
});

Deno.test("a run that is still sending hears why nothing more is kept", async () => {
  const create = async (folder: string, runId: string) => ({
    ...await createAckFile(folder, runId),
    append: () => Promise.reject(new Error("No space left on device")),
  });
  for (let round = 0; round < 20; round++) {
    await withListener(async ({ connect }) => {
      const way = await connect();
      while (way.failure === null) {
        for (let count = 0; count < 100; count++) way.send(ALIVE);
        await Deno.stat("/");
      }
      assertStringIncludes(way.failure.message, "no space left on device");
      await way.close();
    }, { create });
  }
});

Deno.test("a listener that is silent for too long is lost", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const text = new TextEncoder();
  const held: Deno.TcpConn[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      held.push(connection);
      const nonce = "0".repeat(32);
      await connection.write(text.encode(`stor-verify ack-log 1 ${nonce}\n`));
      await connection.write(text.encode("ok /there/x.acks\n"));
    }
  })();
  let nowMs = 0;
  const way = await AckSender.connect({
    hostname: "127.0.0.1",
    port: listener.addr.port,
    runId: RUN,
    nowMs: () => nowMs,
  });
  nowMs = 60_000;
  way.check();
  assertEquals(way.failure, null);
  way.send(ALIVE);
  nowMs += 9_999;
  way.check();
  assertEquals(way.failure, null);
  nowMs += 2;
  way.check();
  assertStringIncludes(way.failure?.message ?? "", "it was silent for 10 s");
  assertEquals(way.lost.aborted, true);
  await way.close();
  for (const connection of held) connection.close();
  listener.close();
  await serving;
});
