import { assert, assertEquals, assertRejects } from "@std/assert";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { readStream } from "../../../backends/stream.ts";
import { assertKind } from "../_rejects.ts";
import { withRawServer } from "../_raw_server.ts";
import { chunksOf, seeded } from "../reference/cluster/_cluster.ts";
import { withGateway, withGatewayAt } from "./_gateway.ts";

const MIB = 1 << 20;

/** Answers every request with the same bytes. */
async function withAnswer(
  answer: string,
  body: Parameters<typeof withGatewayAt>[2],
): Promise<void> {
  await withRawServer(async (peer) => {
    while (await peer.head() !== "") await peer.send(answer);
  }, (server) => withGatewayAt(server.port, "/p", body));
}

const answered = (status: number, code: string, headers = "") => {
  const text = JSON.stringify({ error: { code, message: "secret" } });
  return `HTTP/1.1 ${status} X\r\n${headers}content-length: ${text.length}` +
    `\r\n\r\n${text}`;
};

Deno.test("streams of a gateway go up and down as they were", () =>
  withGateway({}, async (backend) => {
    const bytes = seeded(3 * MIB + 5);
    const source = new Blob([bytes]).stream();
    const facts = await backend.putStream("a/../b", source);
    assertEquals(facts.sizeBytes, bytes.length);
    assertEquals(await readStream(await backend.getStream("a/../b")), bytes);
    const [only] = (await backend.list()).objects;
    assertEquals(only?.key, "a/../b");
    assertEquals(only?.etag, (await backend.head("a/../b")).etag);
    assertEquals(only?.checksum, facts.checksum);
    for (const key of [".", "..", "%2e%2e", "ü/ ?#&"]) {
      await backend.put(key, bytes.subarray(0, 10));
      assertEquals((await backend.get(key)).length, 10);
      await backend.delete(key);
    }
  }));

Deno.test("a body that fails leaves nothing, and says what failed", () =>
  withGateway({}, async (backend, cluster) => {
    let count = 0;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count++ < 8) controller.enqueue(seeded(MIB));
        else controller.error(new Error("the disk of the source is gone"));
      },
    });
    const error = await assertKind(
      () => backend.putStream("k", source),
      "Unexpected",
    );
    assert(error.message.includes("the disk of the source is gone"));
    assertEquals((await backend.list()).objects, []);
    // The gateway takes its time to see that nobody is there any more.
    await backend.put("after", seeded(1));
    await assertKind(() => backend.head("k"), "NotFound");
    assertEquals(cluster.nodes.length, 3);
  }));

Deno.test("what is too large is refused before and while it comes", () =>
  withGateway({ sizeBytesMax: MIB }, async (backend, cluster) => {
    assertEquals(await backend.offerPut?.("k", MIB), "taken");
    assertEquals(await backend.offerPut?.("k", MIB + 1), "too large");
    await assertKind(() => backend.put("k", seeded(MIB + 1)), "Unsupported");
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += MIB;
        controller.enqueue(new Uint8Array(MIB));
        if (sent > 512 * MIB) controller.close();
      },
    });
    const failure = await assertRejects(
      () => backend.putStream("k", endless),
      StorageError,
    );
    assert(["Unsupported", "Unavailable"].includes(failure.kind));
    assert(sent < 256 * MIB, `${sent} bytes were sent`);
    assertEquals((await backend.list()).objects, []);
    assertEquals(chunksOf(cluster), []);
  }));

const KINDS: readonly (readonly [number, string, StorageErrorKind])[] = [
  [400, "InvalidKey", "InvalidKey"],
  [400, "IncompleteBody", "Unavailable"],
  [400, "ChecksumMismatch", "ChecksumMismatch"],
  [404, "NotFound", "NotFound"],
  [412, "AlreadyExists", "AlreadyExists"],
  [412, "PreconditionFailed", "PreconditionFailed"],
  [413, "TooLarge", "Unsupported"],
  [415, "UnsupportedContentType", "Unsupported"],
  [416, "RangeNotSatisfiable", "RangeNotSatisfiable"],
  [500, "Corrupted", "Unexpected"],
  [503, "Unavailable", "Unavailable"],
  [507, "NoSpace", "NoSpace"],
  [403, "", "PermissionDenied"],
  [429, "", "RateLimited"],
  [418, "", "Unexpected"],
];

Deno.test("each refusal of a gateway has one kind, and its message is not told", async () => {
  for (const [status, code, kind] of KINDS) {
    await withAnswer(answered(status, code), async (backend) => {
      const error = await assertKind(() => backend.get("k"), kind);
      assertEquals(error.message.includes("secret"), false);
      assert(error.message.includes(`HTTP ${status}`), error.message);
      assertEquals(
        error.transient,
        [429, 503].includes(status) ||
          code === "IncompleteBody",
      );
    });
  }
});

Deno.test("bytes that are not those that the gateway vouches for are refused", async () => {
  const headers = 'etag: "e"\r\nx-checksum-crc32c: 7\r\n' +
    "content-length: 5\r\n\r\n";
  await withAnswer(`HTTP/1.1 200 OK\r\n${headers}hello`, async (backend) => {
    await assertKind(() => backend.get("k"), "ChecksumMismatch");
    await assertKind(
      async () => await readStream(await backend.getStream("k")),
      "ChecksumMismatch",
    );
  });
  const empty = 'HTTP/1.1 201 C\r\netag: "e"\r\nx-checksum-crc32c: 7\r\n' +
    "content-length: 0\r\n\r\n";
  await withAnswer(
    empty,
    (backend) =>
      assertKind(() => backend.put("k", seeded(5)), "ChecksumMismatch")
        .then(() => {}),
  );
});

Deno.test("answers that no gateway gives are told as such", async () => {
  const whole = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
  await withAnswer(whole, async (backend) => {
    const range = { start: 1, end: 3 };
    await assertKind(() => backend.getRange("k", range), "Unexpected");
    await assertKind(() => backend.head("k"), "Unexpected");
    await assertKind(() => backend.list(), "Unexpected");
  });
  const page = JSON.stringify({ objects: [], prefixes: ["elsewhere/"] });
  await withAnswer(
    `HTTP/1.1 200 OK\r\ncontent-length: ${page.length}\r\n\r\n${page}`,
    (backend) => assertKind(() => backend.list(), "Unexpected").then(() => {}),
  );
});

Deno.test("a gateway that is not there is told with what to check", async () => {
  using core = loadCore();
  assert(core.path !== "");
  await withGatewayAt(1, "", async (backend) => {
    const error = await assertKind(() => backend.list(), "Unavailable");
    assert(error.message.includes("check the port"), error.message);
    await assertKind(() => backend.admit("create"), "Unavailable");
  });
});

Deno.test("an etag that no object can have is refused, and ends no header", () =>
  withGateway({}, async (backend) => {
    const odd = 'x"\r\nIf-None-Match: *';
    await assertKind(() => backend.putIfMatch("k", seeded(1), odd), "NotFound");
    const { etag } = await backend.put("k", seeded(1));
    await assertKind(
      () => backend.putIfMatch("k", seeded(2), odd),
      "PreconditionFailed",
    );
    assertEquals((await backend.head("k")).etag, etag);
  }));
