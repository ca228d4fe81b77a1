/** What goes to a server and what comes back. */

/** Keys are in small letters. */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly method: string;
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  /**
   * Path and query, sent as they are: a path that has been "cleaned" would
   * name another object than the one that was signed for.
   */
  readonly target: string;
  readonly headers: HttpHeaders;
  /**
   * Pieces are sent as they come, framed by whoever makes them as the headers
   * say. One that fails leaves the body short: give `signal`, and abort it then.
   */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /**
   * The headers announce a body that will not be sent, and ask whether it would
   * be taken: a status of 100 is the server's yes, and ends the exchange.
   */
  readonly asksLeave?: boolean;
  /** Ends the exchange, also while the body of the answer is read. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /**
   * Fails when the peer sends less than it announced. Read it to its end or
   * cancel it: the connection is bound until then.
   */
  readonly body: ReadableStream<Uint8Array>;
}
