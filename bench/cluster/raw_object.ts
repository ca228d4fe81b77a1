/**
 * One large object over a plain socket, so that the client costs next to
 * nothing: each MiB differs by its number, and is compared when it comes back.
 * Goes in: an address and a size; comes out: MB/s.
 */
import { Buffer } from "node:buffer";

const PIECE_BYTES = 1 << 20;

export interface RawObject {
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  /** A multiple of 1 MiB. */
  readonly sizeBytes: number;
}

const PATTERN = crypto.getRandomValues(new Uint8Array(1 << 16));

/** Piece `number`, into `piece`. */
function fill(piece: Uint8Array, number: number): void {
  new DataView(piece.buffer).setFloat64(0, number);
}

function patterned(): Uint8Array<ArrayBuffer> {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < PIECE_BYTES; at += PATTERN.length) {
    piece.set(PATTERN, at);
  }
  return piece;
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await conn.write(bytes.subarray(at));
  }
}

async function head(conn: Deno.Conn): Promise<string> {
  let text = "";
  const byte = new Uint8Array(1);
  while (!text.endsWith("\r\n\r\n")) {
    if (await conn.read(byte) === null) throw new Error(`It ended: ${text}`);
    text += String.fromCharCode(byte[0] ?? 0);
  }
  return text;
}

/** Until it is acknowledged. */
export async function putRaw(object: RawObject): Promise<number> {
  const { path, sizeBytes, ...address } = object;
  using conn = await Deno.connect(address);
  const startMs = performance.now();
  const lines = `PUT ${path} HTTP/1.1\r\nContent-Length: ${sizeBytes}\r\n\r\n`;
  await writeAll(conn, new TextEncoder().encode(lines));
  const piece = patterned();
  for (let number = 0; number < sizeBytes / PIECE_BYTES; number++) {
    fill(piece, number);
    await writeAll(conn, piece);
  }
  const answer = await head(conn);
  if (!answer.startsWith("HTTP/1.1 201")) throw new Error(answer);
  return sizeBytes / 1000 / (performance.now() - startMs);
}

/** Fails at the first MiB that is another. */
export async function getRaw(object: RawObject): Promise<number> {
  const { path, sizeBytes, ...address } = object;
  using conn = await Deno.connect(address);
  const startMs = performance.now();
  const lines = `GET ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`;
  await writeAll(conn, new TextEncoder().encode(lines));
  const answer = await head(conn);
  if (!answer.startsWith("HTTP/1.1 200")) throw new Error(answer);
  const [wanted, piece] = [patterned(), new Uint8Array(PIECE_BYTES)];
  for (let number = 0; number < sizeBytes / PIECE_BYTES; number++) {
    for (let at = 0; at < PIECE_BYTES;) {
      const count = await conn.read(piece.subarray(at));
      if (count === null) throw new Error(`It ends in MiB ${number}`);
      at += count;
    }
    fill(wanted, number);
    if (Buffer.compare(piece, wanted) !== 0) {
      throw new Error(`MiB ${number} came back changed`);
    }
  }
  return sizeBytes / 1000 / (performance.now() - startMs);
}
