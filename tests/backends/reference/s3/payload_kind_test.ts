import { assertEquals, assertThrows } from "@std/assert";
import { headerSignature } from "../../../../backends/reference/s3/given_signature.ts";
import { payloadKind } from "../../../../backends/reference/s3/payload_kind.ts";
import { S3Error } from "../../../../backends/reference/s3/s3_error.ts";
import { requestOf, signedHeaders } from "../_request.ts";

function kindOf(payloadHash: string, isSigned = true) {
  const headers = signedHeaders({}, { payloadHash });
  const request = requestOf({ headers });
  const given = headerSignature(request, headers.authorization ?? "");
  const proven = { given, key: new Uint8Array(32) };
  return payloadKind(request, isSigned ? proven : undefined);
}

Deno.test("payloadKind() knows each way of protecting a payload", () => {
  assertEquals(kindOf("UNSIGNED-PAYLOAD").kind, "unsigned");
  assertEquals(kindOf("0".repeat(64)).kind, "hashed");
  assertEquals(kindOf("STREAMING-UNSIGNED-PAYLOAD-TRAILER"), {
    kind: "chunks",
    hasTrailer: true,
  });
  const signed = kindOf("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  assertEquals(signed.kind === "chunks" && !signed.hasTrailer, true);
  assertEquals(signed.kind === "chunks" && signed.proven !== undefined, true);
});

Deno.test("payloadKind() refuses another word, and signed chunks of nobody", () => {
  assertThrows(() => kindOf("SIGNED"), S3Error);
  assertThrows(() => kindOf("0".repeat(63)), S3Error);
  assertThrows(
    () => kindOf("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", false),
    S3Error,
  );
});
