/**
 * How the bytes of a request are protected. Goes in: its headers; comes out:
 * what has to be checked while they arrive. Fails with an `S3Error` for a kind
 * that S3 does not know.
 */
import type { HttpRequest } from "../http/http_connection.ts";
import type { GivenSignature } from "./given_signature.ts";
import { S3Error } from "./s3_error.ts";

/** A signature that holds, and the key that made it. */
export interface ProvenSignature {
  readonly given: GivenSignature;
  readonly key: Uint8Array;
}

export type PayloadProtection =
  | { readonly kind: "unsigned" }
  | { readonly kind: "hashed"; readonly sha256Hex: string }
  | {
    readonly kind: "chunks";
    readonly hasTrailer: boolean;
    /** Present when each chunk is signed. */
    readonly proven?: ProvenSignature;
  };

/** `proven` is absent for a request without a signature. */
export function payloadKind(
  { headers }: HttpRequest,
  proven: ProvenSignature | undefined,
): PayloadProtection {
  const text = headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  if (text === "UNSIGNED-PAYLOAD") return { kind: "unsigned" };
  if (/^[0-9a-f]{64}$/.test(text)) return { kind: "hashed", sha256Hex: text };
  if (text === "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
    return { kind: "chunks", hasTrailer: true };
  }
  const chunked = /^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.exec(text);
  if (chunked !== null && proven !== undefined) {
    return { kind: "chunks", hasTrailer: chunked[1] !== undefined, proven };
  }
  throw new S3Error("InvalidArgument", {
    message: "x-amz-content-sha256 must be a SHA-256 in hexadecimal digits, " +
      "UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, " +
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD or " +
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    details: [["ArgumentName", "x-amz-content-sha256"], [
      "ArgumentValue",
      text,
    ]],
  });
}
