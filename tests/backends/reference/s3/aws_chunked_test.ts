import { assertEquals, assertRejects } from "@std/assert";
import { AwsChunked } from "../../../../backends/reference/s3/aws_chunked.ts";
import { headerSignature } from "../../../../backends/reference/s3/given_signature.ts";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { sha256Hex, sign } from "../../../../backends/reference/s3/sigv4.ts";
import { requestOf, signedHeaders } from "../_request.ts";

async function read(
  wire: string,
  options: ConstructorParameters<typeof AwsChunked>[1] = { hasTrailer: true },
): Promise<readonly [string, Record<string, string>]> {
  const chunked = new AwsChunked(requestOf({ body: wire }).body, options);
  let text = "";
  for await (const bytes of chunked) text += new TextDecoder().decode(bytes);
  return [text, Object.fromEntries(chunked.trailers)];
}

const codeOf = async (act: () => Promise<unknown>) =>
  (await assertRejects(act, S3Error)).code;

Deno.test("chunks are joined and the trailer is kept", async () => {
  const wire = "5\r\nhello\r\n8\r\n, world!\r\n0\r\n" +
    "x-amz-checksum-crc32: AAAAAA==\r\n\r\n";
  assertEquals(await read(wire), [
    "hello, world!",
    { "x-amz-checksum-crc32": "AAAAAA==" },
  ]);
});

Deno.test("a body whose frame is cut short or broken is refused", async () => {
  for (const wire of ["5\r\nhel", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n"]) {
    assertEquals(await codeOf(() => read(wire)), "IncompleteBody");
  }
  for (const wire of ["5\r\nhello!\r\n0\r\n\r\n", "hello\r\n", "-1\r\n\r\n"]) {
    assertEquals(await codeOf(() => read(wire)), "InvalidRequest");
  }
});

/** Signs by the definition, written out: date, scope, last, hashes. */
function signedWire(chunks: readonly string[], secret: Uint8Array) {
  const headers = signedHeaders({});
  const given = headerSignature(
    requestOf({ headers }),
    headers.authorization ?? "",
  );
  const top = "20261121T060000Z\n20261121/us-east-1/s3/aws4_request\n";
  let last = given.signature;
  let wire = "";
  for (const chunk of [...chunks, ""]) {
    last = sign(
      secret,
      `AWS4-HMAC-SHA256-PAYLOAD\n${top}${last}\n${sha256Hex("")}\n${
        sha256Hex(chunk)
      }`,
    );
    const size = chunk.length.toString(16);
    const end = chunk === "" ? "" : "\r\n";
    wire += `${size};chunk-signature=${last}\r\n${chunk}${end}`;
  }
  const trailer = "x-amz-checksum-crc32:AAAAAA==";
  const signature = sign(
    secret,
    `AWS4-HMAC-SHA256-TRAILER\n${top}${last}\n${sha256Hex(`${trailer}\n`)}`,
  );
  return {
    proven: { given, key: secret },
    plain: `${wire}\r\n`,
    trailed:
      `${wire}${trailer}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`,
  };
}

const SECRET = new Uint8Array(32).fill(7);

Deno.test("signed chunks and signed trailers are proven one by one", async () => {
  const { proven, plain, trailed } = signedWire(["hello", "world"], SECRET);
  assertEquals(
    (await read(plain, { hasTrailer: false, proven }))[0],
    "helloworld",
  );
  assertEquals(
    (await read(trailed, { hasTrailer: true, proven }))[0].length,
    10,
  );
});

Deno.test("a changed, missing or moved chunk breaks the chain", async () => {
  const { proven, plain, trailed } = signedWire(["hello", "world"], SECRET);
  const lines = plain.split("\r\n");
  const swapped = [
    ...lines.slice(2, 4),
    ...lines.slice(0, 2),
    ...lines.slice(4),
  ]
    .join("\r\n");
  const dropped = lines.slice(2).join("\r\n");
  const unsigned = plain.replace(/;chunk-signature=\w+/, "");
  const changed = plain.replace("hello", "hellp");
  for (const wire of [swapped, dropped, unsigned, changed]) {
    assertEquals(
      await codeOf(() => read(wire, { hasTrailer: false, proven })),
      "SignatureDoesNotMatch",
    );
  }
  const forged = trailed.replace("AAAAAA==", "BBBBBB==");
  assertEquals(
    await codeOf(() => read(forged, { hasTrailer: true, proven })),
    "SignatureDoesNotMatch",
  );
});
