/**
 * How the gateway refuses: a code for programs, a status of HTTP, a sentence for
 * people. What the parts below failed with is worded here.
 */
import { GrpcError } from "../../grpc/grpc_status.ts";
import type { Answer } from "../http/answer.ts";
import { ConnectionLost } from "../http/byte_source.ts";
import { BadRequest } from "../http/request_head.ts";

const STATUSES = {
  InvalidRequest: 400,
  InvalidKey: 400,
  InvalidJson: 400,
  IncompleteBody: 400,
  ChecksumMismatch: 400,
  NotFound: 404,
  MethodNotAllowed: 405,
  AlreadyExists: 412,
  PreconditionFailed: 412,
  TooLarge: 413,
  UnsupportedContentType: 415,
  RangeNotSatisfiable: 416,
  Corrupted: 500,
  Unexpected: 500,
  Unavailable: 503,
  NoSpace: 507,
} as const;
export type GatewayCode = keyof typeof STATUSES;

export interface GatewayErrorOptions extends ErrorOptions {
  /** The chunk server that is to blame. */
  readonly server?: string;
}

/** A request that is refused; nothing of it is visible. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayCode;
  readonly server: string | undefined;

  constructor(
    code: GatewayCode,
    message: string,
    options: GatewayErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.server = options.server;
  }

  get status(): number {
    return STATUSES[this.code];
  }
}

/** Whatever was thrown, as a refusal. */
export function asGatewayError(cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof ConnectionLost) {
    const text = "The body ended before its length";
    return new GatewayError("IncompleteBody", text, { cause });
  }
  if (cause instanceof BadRequest) {
    return new GatewayError("InvalidRequest", message, { cause });
  }
  if (cause instanceof GrpcError) {
    const code = cause.code === "DATA_LOSS"
      ? "Corrupted"
      : cause.code === "RESOURCE_EXHAUSTED"
      ? "NoSpace"
      : "Unavailable";
    return new GatewayError(code, message, { cause });
  }
  // A database that is away is the world's fault; it comes back.
  const isDatabase = cause instanceof Error &&
    ("code" in cause || "errcode" in cause);
  return new GatewayError(isDatabase ? "Unavailable" : "Unexpected", message, {
    cause,
  });
}

/** As the OpenAPI document has it; a HEAD has no body to say it in. */
export function errorAnswer(
  { code, message, server, status }: GatewayError,
): Answer {
  const error = { code, message, ...(server !== undefined && { server }) };
  const answer = jsonAnswer(status, { error });
  const words = server === undefined ? code : `${code}; server=${server}`;
  return { ...answer, headers: [...answer.headers, ["X-Error-Code", words]] };
}

/** A value as JSON. */
export function jsonAnswer(status: number, value: unknown): Answer {
  return {
    status,
    headers: [["Content-Type", "application/json"]],
    body: new TextEncoder().encode(`${JSON.stringify(value)}\n`),
  };
}
