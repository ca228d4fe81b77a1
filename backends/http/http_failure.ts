/**
 * How an HTTP exchange can fail before there is an answer to read: in which
 * step, and of what. Backends turn it into a `StorageError`.
 */

/** The steps of an exchange, in their order. */
export type HttpStep = "resolve" | "connect" | "proxy" | "tls" | "exchange";

export type HttpFailureReason =
  | "unknown-host"
  | "refused"
  | "unreachable"
  | "reset"
  | "untrusted"
  | "timed-out"
  | "cut-short"
  | "malformed"
  | "aborted";

export interface HttpFailureOptions {
  readonly step: HttpStep;
  readonly reason: HttpFailureReason;
  readonly cause?: unknown;
}

/** No answer, or half of one. The message is a clause: `it refused ...`. */
export class HttpFailure extends Error {
  readonly step: HttpStep;
  readonly reason: HttpFailureReason;

  constructor(message: string, options: HttpFailureOptions) {
    super(
      message,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "HttpFailure";
    this.step = options.step;
    this.reason = options.reason;
  }
}

/** The failure that an error of the runtime's sockets means. */
export function socketFailure(
  step: HttpStep,
  where: string,
  cause: unknown,
): HttpFailure {
  if (cause instanceof HttpFailure) return cause;
  const { reason, text } = readSocketError(cause);
  return new HttpFailure(`${where} ${text}`, { step, reason, cause });
}

function readSocketError(
  cause: unknown,
): { readonly reason: HttpFailureReason; readonly text: string } {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/certificate|UnknownIssuer|self.signed|CaUsedAsEndEntity/i.test(said)) {
    return {
      reason: "untrusted",
      text: `has a certificate that is not trusted (${firstLine(said)})`,
    };
  }
  if (/lookup address|ENOTFOUND|EAI_AGAIN|resolve/i.test(said)) {
    return { reason: "unknown-host", text: "is a name that does not resolve" };
  }
  if (cause instanceof Deno.errors.ConnectionRefused) {
    return { reason: "refused", text: "refused the connection" };
  }
  if (cause instanceof Deno.errors.TimedOut) {
    return { reason: "timed-out", text: "did not answer in time" };
  }
  if (/unreachable|EHOSTUNREACH|ENETUNREACH/i.test(said)) {
    return { reason: "unreachable", text: "cannot be reached from here" };
  }
  if (/InvalidContentType|corrupt message|protocol version/i.test(said)) {
    return {
      reason: "malformed",
      text: "does not speak TLS on this port (write http:// for plain HTTP)",
    };
  }
  return {
    reason: "reset",
    text: `closed the connection (${firstLine(said)})`,
  };
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/^invalid peer certificate: /, "") ?? "";
}
