/**
 * What it means when no answer came, or came only in part. The runtime tells
 * it in a text that may hold the whole URL, signature included, so the text is
 * only looked at and never passed on.
 */
import type { StorageErrorKind } from "../errors.ts";

/** Why there is no answer, in words that follow a colon. */
export interface FetchMeaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient: boolean;
}

interface Pattern extends FetchMeaning {
  readonly pattern: RegExp;
}

const PATTERNS: readonly Pattern[] = [
  {
    pattern: /Connection refused|ECONNREFUSED/i,
    kind: "Unavailable",
    reason: "nothing listens there (connection refused): look at the endpoint",
    transient: true,
  },
  {
    pattern: /dns error|ENOTFOUND|lookup address/i,
    kind: "Unavailable",
    reason: "the host's name is not known (DNS): look at account and endpoint",
    transient: false,
  },
  {
    pattern: /certificate|UnknownIssuer|tls handshake|alert/i,
    kind: "Unavailable",
    reason: "the server's TLS certificate is not trusted: set caFile to the " +
      "authority's certificate",
    transient: false,
  },
  {
    pattern: /timed out|timeout|ETIMEDOUT/i,
    kind: "TimedOut",
    reason: "there was no answer in time",
    transient: true,
  },
  {
    pattern: /unreachable|ENETUNREACH|EHOSTUNREACH/i,
    kind: "Unavailable",
    reason: "the host cannot be reached from here",
    transient: true,
  },
  {
    pattern: /reset|ECONNRESET|broken pipe|EPIPE|before message completed/i,
    kind: "Unavailable",
    reason: "the connection was cut before the answer was whole",
    transient: true,
  },
  {
    pattern: /reading a body|received less data|end of file|unexpected eof/i,
    kind: "Unavailable",
    reason: "the answer ended before all its bytes had come",
    transient: true,
  },
  {
    pattern: /proxy|tunnel/i,
    kind: "Unavailable",
    reason: "the proxy did not let the request through",
    transient: true,
  },
];

/** Which of the time-outs ran out. */
export class FetchTimeout extends Error {
  override readonly name = "FetchTimeout";

  constructor(phase: "connect" | "stall" | "request", limitMs: number) {
    super(
      phase === "stall"
        ? `no byte came for ${limitMs} ms: raise stallTimeoutMs, or look at ` +
          "the network"
        : `there was no answer within ${limitMs} ms: raise ${phase}TimeoutMs, ` +
          "or look at the endpoint",
    );
  }
}

/** The meaning of what `fetch` or the reading of a body threw. */
export function fetchMeaning(cause: unknown): FetchMeaning {
  for (let error: unknown = cause; error instanceof Error;) {
    if (error instanceof FetchTimeout) {
      return { kind: "TimedOut", reason: error.message, transient: true };
    }
    const { message } = error;
    const known = PATTERNS.find(({ pattern }) => pattern.test(message));
    if (known !== undefined) return known;
    error = error.cause;
  }
  return {
    kind: "Unavailable",
    reason: "the request failed before an answer came",
    transient: true,
  };
}
