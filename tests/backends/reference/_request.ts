/** Requests as the HTTP server hands them over, signed when asked. */
import { ByteSource } from "../../../backends/reference/http/byte_source.ts";
import type { HttpRequest } from "../../../backends/reference/http/http_connection.ts";
import { RequestBody } from "../../../backends/reference/http/request_body.ts";
import { parseTarget } from "../../../backends/reference/s3/s3_target.ts";
import {
  ALGORITHM,
  amzDateOf,
  canonicalRequest,
  scopeText,
  sha256Hex,
  sign,
  signingKey,
  textToSign,
} from "../../../backends/reference/s3/sigv4.ts";

export interface RequestOptions {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request whose body comes `pieceBytes` at a time. */
export function requestOf(
  options: RequestOptions = {},
  pieceBytes = 7,
): HttpRequest {
  let rest = new TextEncoder().encode(options.body ?? "");
  const source = new ByteSource({
    read(into) {
      const taken = rest.subarray(0, Math.min(pieceBytes, into.length));
      into.set(taken);
      rest = rest.subarray(taken.length);
      return Promise.resolve(taken.length || null);
    },
  });
  const framing = { kind: "length", bytes: rest.length } as const;
  return {
    method: options.method ?? "GET",
    target: options.target ?? "/b/k",
    headers: new Map(Object.entries(options.headers ?? {})),
    body: new RequestBody(source, framing, () => Promise.resolve()),
  };
}

export interface SigningOptions {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly nowMs?: number;
  readonly region?: string;
  readonly payloadHash?: string;
  readonly sessionToken?: string;
}

export const NOW_MS = Date.parse("2026-11-21T06:00:00Z");

/** Headers of the request, and those that sign it. */
export function signedHeaders(
  request: RequestOptions,
  options: SigningOptions = {},
): Record<string, string> {
  const { region = "us-east-1", nowMs = NOW_MS, sessionToken } = options;
  const amzDate = amzDateOf(nowMs);
  const scope = { date: amzDate.slice(0, 8), region };
  const payloadHash = options.payloadHash ?? "UNSIGNED-PAYLOAD";
  const headers: Record<string, string> = {
    host: "127.0.0.1:9000",
    "x-amz-date": amzDate,
    "x-amz-content-sha256": payloadHash,
    ...(sessionToken === undefined
      ? {}
      : { "x-amz-security-token": sessionToken }),
    ...request.headers,
  };
  const target = parseTarget(request.target ?? "/b/k", "h", "localhost");
  const canonical = canonicalRequest({
    method: request.method ?? "GET",
    path: target.path,
    query: target.query,
    headers: Object.entries(headers),
    payloadHash,
  });
  const text = textToSign({
    kind: "",
    amzDate,
    scope,
    lines: [sha256Hex(canonical)],
  });
  const signature = sign(
    signingKey(options.secretKey ?? "secret", scope),
    text,
  );
  const names = Object.keys(headers).sort().join(";");
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${options.accessKey ?? "key"}/${
      scopeText(scope)
    }, SignedHeaders=${names}, Signature=${signature}`,
  };
}
