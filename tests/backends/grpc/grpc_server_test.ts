import { assertEquals, assertRejects } from "@std/assert";
import { GrpcClient } from "../../../backends/grpc/grpc_client.ts";
import {
  GrpcServer,
  MESSAGE_BYTES_MAX,
} from "../../../backends/grpc/grpc_server.ts";
import { GrpcError } from "../../../backends/grpc/grpc_status.ts";

/** Adds up what it is sent, sends as much as it is asked for, or refuses. */
async function withPair(body: (client: GrpcClient) => Promise<void>) {
  await using server = new GrpcServer({
    port: 0,
    methods: {
      "/t/Sum": async ({ messages, send }) => {
        let total = 0;
        for await (const { length } of messages) total += length;
        await send(new TextEncoder().encode(String(total)));
      },
      "/t/Flow": async ({ messages, send }) => {
        const request = await messages.next();
        const count = Number(new TextDecoder().decode(request!));
        for (let at = 0; at < count; at++) {
          await send(Uint8Array.of(at), new Uint8Array(1 << 18).fill(at));
        }
      },
      "/t/Refuse": () => {
        throw new GrpcError("NOT_FOUND", "There is no “ü”: 100%");
      },
    },
  });
  const client = new GrpcClient({ hostname: "127.0.0.1", port: server.port });
  try {
    await body(client);
  } finally {
    client.close();
  }
}

Deno.test("messages go up in any size, more than windows hold", async () => {
  await withPair(async (client) => {
    const call = await client.call("/t/Sum");
    const sizes = [
      0,
      1,
      5,
      16_384,
      ...Array.from({ length: 20 }, () => MESSAGE_BYTES_MAX),
    ];
    for (const size of sizes) {
      await call.send(new Uint8Array(), new Uint8Array(size));
    }
    await call.end();
    const answer = await call.messages.next();
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assertEquals(new TextDecoder().decode(answer!), String(total));
    assertEquals(await call.messages.next(), null);
  });
});

Deno.test("messages come down in order, several calls at a time", async () => {
  await withPair(async (client) => {
    await Promise.all([3, 40, 7].map(async (count) => {
      const call = await client.call("/t/Flow");
      await call.send(new TextEncoder().encode(String(count)));
      await call.end();
      let at = 0;
      for await (const message of call.messages) {
        assertEquals([message[0], message[1], message.at(-1)], [at, at, at]);
        at += 1;
      }
      assertEquals(at, count);
    }));
  });
});

Deno.test("a refusal has its code and its words, and no method is one", async () => {
  await withPair(async (client) => {
    const refused = await assertRejects(
      () => client.unary("/t/Refuse", new Uint8Array()),
      GrpcError,
      "There is no “ü”: 100%",
    );
    assertEquals(refused.code, "NOT_FOUND");
    const none = await assertRejects(
      () => client.unary("/t/None", new Uint8Array()),
      GrpcError,
    );
    assertEquals(none.code, "UNIMPLEMENTED");
  });
});

Deno.test("nobody there, and a message that is too long, have codes", async () => {
  const nobody = new GrpcClient({ hostname: "127.0.0.1", port: 1 });
  const away = await assertRejects(() => nobody.call("/t/Sum"), GrpcError);
  assertEquals(away.code, "UNAVAILABLE");
  await withPair(async (client) => {
    const call = await client.call("/t/Sum");
    await call.send(new Uint8Array(MESSAGE_BYTES_MAX + 1)).catch(() => {});
    const failure = await assertRejects(() => call.messages.next(), GrpcError);
    assertEquals(failure.code, "RESOURCE_EXHAUSTED");
  });
});
