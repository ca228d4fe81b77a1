/**
 * Keeps what runs on other hosts tell. Goes in: connections; comes out: one file
 * for each run, and lines for a person. A record is answered for only when it
 * would survive a loss of power here; what is no record is refused, and what
 * one connection does wrong harms no other.
 */
import { RecordReader } from "../journal/mod.ts";
import { type AckFile, createAckFile } from "./ack_file.ts";
import { decodeAck } from "./ack_record.ts";
import {
  greeting,
  isSameProof,
  LineCutter,
  proofOf,
  readHello,
} from "./handshake.ts";

export interface AckListenerOptions {
  readonly hostname: string;
  /** 0: a free one. */
  readonly port: number;
  readonly folder: string;
  /** Absent: whoever reaches the port is believed. */
  readonly secret?: string;
  random(count: number): Uint8Array;
  /** What happened, one line each. */
  say(line: string): void;
  /** Makes the file of a run; `createAckFile` unless a test has another. */
  readonly create?: (folder: string, runId: string) => Promise<AckFile>;
}

/** Whoever does not say who he is within that time is let go. */
const HELLO_MS = 10_000;
/** Whoever is refused has that long to hear why. */
const LEAVE_MS = 2_000;
const READ_BYTES = 1 << 16;

/** A refusal that the other side is told. */
class Refused extends Error {}

/** Listens until it is closed. */
export class AckListener {
  readonly port: number;
  readonly #options: AckListenerOptions;
  readonly #listener: Deno.TcpListener;
  readonly #serving: Promise<void>;
  readonly #connections = new Map<Deno.TcpConn, Promise<void>>();

  private constructor(
    options: AckListenerOptions,
    listener: Deno.TcpListener,
  ) {
    this.#options = options;
    this.#listener = listener;
    this.port = listener.addr.port;
    this.#serving = this.#serve();
  }

  /** Fails as `Deno.listen()` does. */
  static start(options: AckListenerOptions): AckListener {
    const { hostname, port } = options;
    return new AckListener(options, Deno.listen({ hostname, port }));
  }

  /** What was answered for is kept; what is on its way is not. */
  async close(): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections.keys()) {
      closeQuietly(connection);
    }
    await Promise.all([this.#serving, ...this.#connections.values()]);
  }

  async #serve(): Promise<void> {
    for await (const connection of this.#listener) {
      const done = this.#keep(connection).finally(() => {
        closeQuietly(connection);
        this.#connections.delete(connection);
      });
      this.#connections.set(connection, done);
    }
  }

  /** Never rejects: a connection that fails is told of, and over. */
  async #keep(connection: Deno.TcpConn): Promise<void> {
    const { hostname } = connection.remoteAddr;
    let file: AckFile | null = null;
    let kept = 0;
    try {
      const { runId, rest } = await this.#meet(connection);
      file = await this.#create(runId);
      this.#options.say(`begin  ${runId} of ${hostname}: ${file.path}`);
      await tell(connection, `ok ${file.path}\n`);
      await receive(connection, file, {
        first: rest,
        note: (count) => kept = count,
      });
      this.#options.say(
        kept > 0
          ? `end    ${runId}: ${kept} records in ${file.path}`
          : `end    ${runId}: nothing was told, and its file is gone`,
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const line = reason.replace(/ \(os error.*$/s, "").replace(/\s+/g, " ");
      if (error instanceof Refused) {
        await refuse(connection, line);
      }
      this.#options.say(
        file === null
          ? `refuse ${hostname}: ${line}`
          : `cut    ${file.path}: ${kept} records: ${line}`,
      );
    } finally {
      if (kept > 0) file?.close();
      // A run that was refused on its own host has told nothing.
      else await file?.discard();
    }
  }

  async #meet(
    connection: Deno.TcpConn,
  ): Promise<{ readonly runId: string; readonly rest: Uint8Array }> {
    const late = setTimeout(() => closeQuietly(connection), HELLO_MS);
    try {
      const { random, secret } = this.#options;
      const nonce = random(16).toHex();
      await tell(connection, greeting(nonce));
      const lines = new LineCutter();
      const buffer = new Uint8Array(READ_BYTES);
      while (true) {
        const line = lines.line();
        if (line !== null) {
          const said = readHello(line);
          if (said === null) throw new Refused("This is no run of stor-verify");
          const wanted = proofOf(secret, nonce, said.runId);
          if (!isSameProof(said.proof, wanted)) throw new Refused(whyNot(said));
          return { runId: said.runId, rest: lines.rest() };
        }
        const count = await connection.read(buffer);
        if (count === null) throw new Error("it left before it said a word");
        lines.push(buffer.subarray(0, count));
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refused("This is no run of stor-verify");
    } finally {
      clearTimeout(late);
    }
  }

  async #create(runId: string): Promise<AckFile> {
    const { create = createAckFile, folder } = this.#options;
    try {
      return await create(folder, runId);
    } catch (error) {
      throw new Refused(
        error instanceof Deno.errors.AlreadyExists
          ? `Run ${runId} is kept here already, in ` +
            `"${folder}/${runId}.acks": each run has one connection`
          : cannotKeep(`${folder}/${runId}.acks`, error),
      );
    }
  }
}

function whyNot({ proof }: { readonly proof: string }): string {
  return proof === "-"
    ? "The run has no secret: set STOR_VERIFY_ACK_SECRET to the one that " +
      "is used here"
    : "The run has another secret than is used here, or none is used here: " +
      "look at STOR_VERIFY_ACK_SECRET on both hosts";
}

function cannotKeep(path: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const reason = said.replace(/ \(os error.*$/s, "");
  return `Cannot keep "${path}": ${reason.charAt(0).toLowerCase()}${
    reason.slice(1)
  }`;
}

/** To the end of the connection; `note` is told how many records are kept. */
async function receive(
  connection: Deno.TcpConn,
  file: AckFile,
  { first, note }: {
    readonly first: Uint8Array;
    readonly note: (kept: number) => void;
  },
): Promise<void> {
  const reader = new RecordReader();
  const buffer = new Uint8Array(READ_BYTES);
  let kept = 0;
  for (let bytes: Uint8Array | null = first; bytes !== null;) {
    const records = reader.push(bytes);
    if (reader.isDamaged) throw new Refused("What came is no record");
    if (records.length > 0) {
      await keep(file, records);
      kept += records.length;
      note(kept);
      await tell(connection, `kept ${kept}\n`);
    }
    const count: number | null = await connection.read(buffer);
    bytes = count === null ? null : buffer.subarray(0, count);
  }
}

async function keep(
  file: AckFile,
  records: readonly Uint8Array[],
): Promise<void> {
  for (const record of records) {
    try {
      decodeAck(record);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refused("What came is a record that this version cannot read");
    }
  }
  try {
    for (const record of records) await file.append(record);
    await file.sync();
  } catch (error) {
    throw new Refused(cannotKeep(file.path, error));
  }
}

/** Never fails: whoever has left is told nothing. */
async function refuse(connection: Deno.TcpConn, line: string): Promise<void> {
  const late = setTimeout(() => closeQuietly(connection), LEAVE_MS);
  try {
    await tell(connection, `no ${line}\n`);
    await connection.closeWrite();
    // A close over bytes that nobody read would take the word away again.
    const buffer = new Uint8Array(READ_BYTES);
    while (await connection.read(buffer) !== null);
  } catch {
    // It has gone, or stayed for too long.
  } finally {
    clearTimeout(late);
  }
}

async function tell(connection: Deno.TcpConn, line: string): Promise<void> {
  const bytes = new TextEncoder().encode(line);
  for (let at = 0; at < bytes.length;) {
    at += await connection.write(bytes.subarray(at));
  }
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    // Closed already, by whoever came first.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
