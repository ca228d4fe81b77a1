/**
 * How calls end in gRPC: the closed list of codes, and the error that carries
 * one. Messages travel percent-encoded.
 */

/** Codes in the order of their numbers. */
export const GRPC_CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;
export type GrpcCode = (typeof GRPC_CODES)[number];

/** A call ended with another code than OK. */
export class GrpcError extends Error {
  override readonly name = "GrpcError";
  readonly code: GrpcCode;

  constructor(code: GrpcCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}

/** The headers that end a call. */
export function statusHeaders(
  code: GrpcCode,
  message: string,
): (readonly [string, string])[] {
  const number = String(GRPC_CODES.indexOf(code));
  if (message === "") return [["grpc-status", number]];
  return [["grpc-status", number], ["grpc-message", encodeMessage(message)]];
}

/** `null` for OK; an end without a status is `UNKNOWN`. */
export function readStatus(
  headers: readonly (readonly [string, string])[],
): GrpcError | null {
  const found = new Map(headers);
  const code = GRPC_CODES[Number(found.get("grpc-status") ?? NaN)];
  if (code === "OK") return null;
  return new GrpcError(
    code ?? "UNKNOWN",
    decodeMessage(found.get("grpc-message") ?? "The call has no status"),
  );
}

function encodeMessage(text: string): string {
  let encoded = "";
  for (const byte of new TextEncoder().encode(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
