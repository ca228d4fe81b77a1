/**
 * The way of acknowledgements to another host. Goes in: records; comes out: how
 * many of them the listener keeps, and why it does not any more.
 *
 * Design: nothing waits for it. Records are queued, and whoever makes them asks
 * first whether the last ones are away, so that a slow way makes fewer and
 * larger ones. A way that is cut, or on which the listener is silent for too
 * long, is lost for good: from then on nothing is told, and `lost` says so.
 */
import { StorageError } from "../errors.ts";
import { RecordLog } from "../journal/mod.ts";
import { type AckRecord, encodeAck } from "./ack_record.ts";
import { hello, LineCutter, proofOf, readGreeting } from "./handshake.ts";

/** Where the listener is, and who speaks to it. */
export interface AckSenderOptions {
  readonly hostname: string;
  readonly port: number;
  readonly runId: string;
  readonly secret?: string;
  /** Of this process, for silence only. */
  nowMs(): number;
}

/** A listener that neither keeps nor refuses for that long is lost. */
const SILENCE_MS = 10_000;

/** So long may the last word of a listener take that takes no more records. */
const LAST_WORD_MS = 2_000;

/** An open way; close it. */
export class AckSender {
  /** File on the other host. */
  readonly path: string;
  readonly #at: string;
  readonly #options: AckSenderOptions;
  readonly #connection: Deno.TcpConn;
  readonly #lines: LineCutter;
  readonly #lost = new AbortController();
  readonly #reading: Promise<void>;
  #log: Promise<RecordLog>;
  #queued = 0;
  #sent = 0;
  #kept = 0;
  #heardMs: number;
  #failure: StorageError | null = null;
  #isClosed = false;
  readonly #waiters = new Set<() => void>();

  private constructor(
    options: AckSenderOptions,
    opened: {
      readonly connection: Deno.TcpConn;
      readonly lines: LineCutter;
      readonly path: string;
    },
  ) {
    this.#options = options;
    this.#at = `tcp://${options.hostname}:${options.port}`;
    this.#connection = opened.connection;
    this.#lines = opened.lines;
    this.path = opened.path;
    this.#heardMs = options.nowMs();
    this.#log = RecordLog.create({
      append: (bytes) => writeAll(this.#connection, bytes),
      sync: () => Promise.resolve(),
    });
    this.#log.catch((cause) => this.#loseUnheard(cause));
    this.#reading = this.#read();
  }

  /** Fails with a `StorageError` that says what the listener said. */
  static async connect(options: AckSenderOptions): Promise<AckSender> {
    const { hostname, port, runId, secret } = options;
    const action = `send acknowledgements to tcp://${hostname}:${port}`;
    let connection;
    try {
      connection = await connectInTime({ hostname, port });
    } catch (cause) {
      throw failureOf(action, whyNoWay(hostname, cause), cause);
    }
    try {
      const late = setTimeout(() => closeQuietly(connection), SILENCE_MS);
      try {
        const lines = new LineCutter();
        const nonce = readGreeting(await nextLine(connection, lines));
        if (nonce === null) throw new Error("it is no stor-verify ack-log");
        const proof = proofOf(secret, nonce, runId);
        await writeAll(
          connection,
          new TextEncoder().encode(hello(runId, proof)),
        );
        const said = await nextLine(connection, lines);
        if (!said.startsWith("ok ")) throw new Error(refusalOf(said));
        const path = said.slice("ok ".length);
        return new AckSender(options, { connection, lines, path });
      } finally {
        clearTimeout(late);
      }
    } catch (cause) {
      closeQuietly(connection);
      throw failureOf(action, reasonOf(cause), cause);
    }
  }

  /** Records that the listener keeps, of those that were sent. */
  get counts(): { readonly sent: number; readonly kept: number } {
    return { sent: this.#sent, kept: this.#kept };
  }

  /** All that was given to `send` has left this process. */
  get isIdle(): boolean {
    return this.#queued === 0;
  }

  /** Aborted once nothing is told any more; `failure` says why. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get failure(): StorageError | null {
    return this.#failure;
  }

  /** Queues a record; dropped once the way is lost. */
  send(record: AckRecord): void {
    if (this.#failure !== null || this.#isClosed) return;
    if (this.#sent === this.#kept) this.#heardMs = this.#options.nowMs();
    this.#queued += 1;
    this.#sent += 1;
    const bytes = encodeAck(record);
    this.#log = this.#log.then(async (log) => {
      await log.append(bytes);
      this.#queued -= 1;
      return log;
    });
    this.#log.catch((cause) => this.#loseUnheard(cause));
  }

  /** To be called now and then: notices silence. */
  check(): void {
    const isOwed = this.#sent > this.#kept;
    const silentMs = this.#options.nowMs() - this.#heardMs;
    if (isOwed && silentMs > SILENCE_MS) {
      this.#lose(new Error(`it was silent for ${SILENCE_MS / 1000} s`));
    }
  }

  /** Resolves once all that was sent is kept, or the way is lost. */
  async settled(): Promise<void> {
    while (this.#failure === null && this.#kept < this.#sent) {
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  /** Harmless when repeated. */
  async close(): Promise<void> {
    this.#isClosed = true;
    closeQuietly(this.#connection);
    await this.#reading;
    await this.#log.catch(() => {});
  }

  async #read(): Promise<void> {
    try {
      while (true) {
        const line = await nextLine(this.#connection, this.#lines);
        const kept = /^kept (\d{1,15})$/.exec(line)?.[1];
        if (kept === undefined) throw new Error(refusalOf(line));
        this.#kept = Number(kept);
        this.#heardMs = this.#options.nowMs();
        this.#wake();
      }
    } catch (cause) {
      this.#lose(cause);
    }
  }

  /** Why a record cannot be sent, the listener has said better: it is read. */
  #loseUnheard(cause: unknown): void {
    const late = setTimeout(() => this.#lose(cause), LAST_WORD_MS);
    this.#reading.finally(() => clearTimeout(late));
  }

  #lose(cause: unknown): void {
    if (this.#failure !== null || this.#isClosed) return;
    this.#failure = failureOf(
      `go on telling ${this.#at} what is durable`,
      `${reasonOf(cause)}; ${this.#kept} of ${this.#sent} records are kept ` +
        `there, in "${this.path}"`,
      cause,
    );
    closeQuietly(this.#connection);
    this.#lost.abort();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.clear();
  }
}

/** A host that drops packets would be waited for by the minute. */
async function connectInTime(
  place: { readonly hostname: string; readonly port: number },
): Promise<Deno.TcpConn> {
  const connecting = Deno.connect(place);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`it did not answer within ${SILENCE_MS / 1000} s`));
    connecting.then(closeQuietly, () => {});
  }, SILENCE_MS);
  try {
    return await Promise.race([connecting, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function whyNoWay(hostname: string, cause: unknown): string {
  if (cause instanceof Deno.errors.ConnectionRefused) {
    return 'nobody listens there: start "stor-verify ack-log" on that host';
  }
  const said = reasonOf(cause);
  return /lookup|resolve/i.test(said)
    ? `the name "${hostname}" does not resolve: check it, or give an address`
    : said.replace(/ \(os error.*$/s, "").toLowerCase();
}

async function nextLine(
  connection: Deno.TcpConn,
  lines: LineCutter,
): Promise<string> {
  const buffer = new Uint8Array(4096);
  while (true) {
    const line = lines.line();
    if (line !== null) return line;
    const count = await connection.read(buffer);
    if (count === null) throw new Error("it closed the connection");
    lines.push(buffer.subarray(0, count));
  }
}

async function writeAll(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await connection.write(bytes.subarray(at));
  }
}

function refusalOf(line: string): string {
  return line.startsWith("no ")
    ? `it says: ${line.slice("no ".length)}`
    : "it answered with what no ack-log says";
}

/** The errors of sockets in words; those that are made here as they are. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.ConnectionReset) {
    return "it closed the connection";
  }
  if (
    cause instanceof Deno.errors.BadResource ||
    cause instanceof Deno.errors.Interrupted
  ) return `it did not answer within ${SILENCE_MS / 1000} s`;
  if (cause instanceof Deno.errors.BrokenPipe) {
    return "it closed the connection";
  }
  return cause instanceof Error ? cause.message : String(cause);
}

function failureOf(
  action: string,
  reason: string,
  cause: unknown,
): StorageError {
  return new StorageError(`Cannot ${action}: ${reason}`, {
    kind: "Unavailable",
    operation: "acknowledge",
    cause,
  });
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    // Closed already, by whoever came first.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
