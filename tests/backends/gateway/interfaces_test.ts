/** The published interfaces, read by tools that are not ours. */
import { assertEquals } from "@std/assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import protobuf from "protobufjs";
import {
  CHUNK_METHODS,
  readBlock,
  readHealth,
  readPut,
  writeGet,
  writeGetBlock,
  writeHealth,
  writePutBlock,
  writePutEnd,
  writePutHead,
} from "../../../backends/gateway/chunk_messages.ts";

const ROOM = new URL("../../../backends/gateway/", import.meta.url);
const text = (name: string) => Deno.readTextFileSync(new URL(name, ROOM));
const proto = () => protobuf.parse(text("chunk_store.proto")).root;
const PACKAGE = "storverify.cluster.v1";
const typeOf = (name: string) => proto().lookupType(`${PACKAGE}.${name}`);

/** What the foreign codec reads, as plain values. */
function seen(name: string, bytes: Uint8Array): Record<string, unknown> {
  const type = typeOf(name);
  return type.toObject(type.decode(bytes), { longs: Number, bytes: Array });
}

Deno.test("the OpenAPI document is one, and a damaged one is not", async () => {
  const document = JSON.parse(text("gateway.openapi.json"));
  assertEquals((await new Validator().validate(document)).valid, true);
  delete document.paths["/health"].get.responses;
  assertEquals((await new Validator().validate(document)).valid, false);
});

Deno.test("methods are where the .proto has them", () => {
  const { methods } = proto().lookupService(`${PACKAGE}.ChunkStore`);
  assertEquals(
    Object.keys(methods).map((name) => `/${PACKAGE}.ChunkStore/${name}`),
    Object.values(CHUNK_METHODS),
  );
  const put = methods["PutChunk"];
  assertEquals([put?.requestStream, put?.responseStream ?? false], [
    true,
    false,
  ]);
  assertEquals(methods["GetChunk"]?.responseStream, true);
});

Deno.test("a foreign codec reads what is written here", () => {
  const head = { id: "ü-1", sizeBytes: 5e12 };
  assertEquals(seen("PutChunkRequest", writePutHead(head)), {
    head: { chunkId: "ü-1", sizeBytes: 5e12 },
  });
  const content = Uint8Array.of(1, 2, 3);
  const whole = (start: Uint8Array) => Uint8Array.of(...start, ...content);
  const block = { content: [1, 2, 3], crc32c: 4e9 };
  assertEquals(
    seen("PutChunkRequest", whole(writePutBlock(3, 4e9))),
    { block },
  );
  assertEquals(seen("GetChunkResponse", whole(writeGetBlock(3, 4e9))), block);
  assertEquals(
    seen("GetChunkRequest", writeGet("x", 7, 300)),
    { chunkId: "x", offset: 7, length: 293 },
  );
  assertEquals(
    seen("PutChunkResponse", writePutEnd({ id: "x", sizeBytes: 1 }, 2)),
    { chunkId: "x", sizeBytes: 1, crc32c: 2 },
  );
});

Deno.test("what a foreign codec writes is read here", () => {
  const encode = (name: string, value: Record<string, unknown>) => {
    const type = typeOf(name);
    return Uint8Array.from(type.encode(type.fromObject(value)).finish());
  };
  const content = Uint8Array.of(9, 8);
  const put = encode("PutChunkRequest", { block: { content, crc32c: 5 } });
  assertEquals(readPut(put), { kind: "block", block: { content, crc32c: 5 } });
  assertEquals(
    readBlock(encode("GetChunkResponse", { content, crc32c: 6 })),
    { content, crc32c: 6 },
  );
  const health = {
    ...{ isServing: true, freeBytes: 7e12, totalBytes: 8e12 },
    ...{ chunkCount: 3, node: "n" },
  };
  const { isServing: serving, ...rest } = health;
  const written = encode("HealthCheckResponse", { serving, ...rest });
  assertEquals(readHealth(written), health);
  assertEquals(readHealth(writeHealth(health)), health);
});
