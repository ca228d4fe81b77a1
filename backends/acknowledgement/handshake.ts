/**
 * The lines before a journal on a connection. The listener says a number that
 * it never said before; the run answers with its id and, where there is a
 * secret, with what only the secret makes of both. The secret itself does not
 * travel; what follows is not encrypted.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Where a listener listens unless it is told otherwise. */
export const ACK_PORT = 7411;

/** Bytes of a line; more is not one of ours. */
export const LINE_BYTES_MAX = 4096;

const GREETING = /^stor-verify ack-log 1 ([0-9a-f]{32})$/;
const HELLO = /^stor-verify run 1 ([0-9a-f]{16}) ([0-9a-f]{64}|-)$/;

/** What the listener begins with. */
export function greeting(nonce: string): string {
  return `stor-verify ack-log 1 ${nonce}\n`;
}

/** The number in a greeting; `null` for anything else. */
export function readGreeting(line: string): string | null {
  return GREETING.exec(line)?.[1] ?? null;
}

/** What the run answers. */
export function hello(runId: string, proof: string): string {
  return `stor-verify run 1 ${runId} ${proof}\n`;
}

/** Run and proof of a hello; `null` for anything else. */
export function readHello(
  line: string,
): { readonly runId: string; readonly proof: string } | null {
  const [, runId, proof] = HELLO.exec(line) ?? [];
  return runId === undefined || proof === undefined ? null : { runId, proof };
}

/** That somebody knows the secret; "-" where there is none. */
export function proofOf(
  secret: string | undefined,
  nonce: string,
  runId: string,
): string {
  if (secret === undefined) return "-";
  return createHmac("sha256", secret).update(`${nonce} ${runId}`).digest("hex");
}

/** Whether two proofs are the same, in a time that tells nothing. */
export function isSameProof(given: string, wanted: string): boolean {
  const text = new TextEncoder();
  const [left, right] = [text.encode(given), text.encode(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Cuts lines off a stream of bytes that may go on as something else. */
export class LineCutter {
  #bytes = new Uint8Array(0);

  push(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#bytes.length + bytes.length);
    all.set(this.#bytes);
    all.set(bytes, this.#bytes.length);
    this.#bytes = all;
  }

  /** The next line without its end; `null` while it is not whole. */
  line(): string | null {
    const end = this.#bytes.indexOf(10);
    if (end < 0 && this.#bytes.length > LINE_BYTES_MAX) {
      throw new RangeError(`A line has at most ${LINE_BYTES_MAX} bytes`);
    }
    if (end < 0) return null;
    const line = new TextDecoder().decode(this.#bytes.subarray(0, end));
    this.#bytes = this.#bytes.slice(end + 1);
    return line;
  }

  /** What came after the last line. */
  rest(): Uint8Array {
    const rest = this.#bytes;
    this.#bytes = new Uint8Array(0);
    return rest;
  }
}
