/**
 * Takes `aws-chunked` bodies apart while they arrive, and checks the signature
 * of each chunk and of the trailers. Goes in: the bytes of the wire; comes out:
 * the bytes of the object, then the trailers.
 */
import { createHash } from "node:crypto";
import { ByteSource, ConnectionLost } from "../http/byte_source.ts";
import type { ProvenSignature } from "./payload_kind.ts";
import { S3Error } from "./s3_error.ts";
import { sha256Hex, sign, textToSign } from "./sigv4.ts";

const CRLF = new Uint8Array([13, 10]);
const LINE_BYTES_MAX = 16 * 1024;
const BUFFER_BYTES = 64 * 1024;

export interface AwsChunkedOptions {
  readonly hasTrailer: boolean;
  readonly proven?: ProvenSignature;
}

/** Can be read once; `trailers` is filled when it was read to the end. */
export class AwsChunked implements AsyncIterable<Uint8Array> {
  /** Names in lower case. */
  readonly trailers = new Map<string, string>();
  readonly #source: ByteSource;
  readonly #options: AwsChunkedOptions;
  /** Of the chunk before, or of the request. */
  #signature: string;

  constructor(wire: AsyncIterable<Uint8Array>, options: AwsChunkedOptions) {
    this.#source = new ByteSource(readerOf(wire), BUFFER_BYTES);
    this.#options = options;
    this.#signature = options.proven?.given.signature ?? "";
  }

  /** Fails with an `S3Error`; one late in the body takes back what was given. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#chunks();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      // The body ended by itself: only its inner frame is cut short.
      throw error.cause ?? new S3Error("IncompleteBody");
    }
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    while (true) {
      const { sizeBytes, signature } = await this.#chunkHead();
      const hash = createHash("sha256");
      for (let rest = sizeBytes; rest > 0;) {
        const bytes = await this.#source.some(rest);
        rest -= bytes.length;
        if (this.#options.proven !== undefined) hash.update(bytes);
        yield bytes;
      }
      this.#checkChunk(hash.digest("hex"), signature);
      if (sizeBytes === 0) break;
      if (await this.#line() !== "") throw malformed();
    }
    if (this.#options.hasTrailer) await this.#readTrailers();
    else if (await this.#line() !== "") throw malformed();
  }

  async #chunkHead() {
    const line = await this.#line();
    const found = /^([0-9A-Fa-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/
      .exec(line);
    if (found === null) throw malformed();
    const [, size = "", signature] = found;
    return { sizeBytes: Number.parseInt(size, 16), signature };
  }

  #checkChunk(hash: string, signature: string | undefined): void {
    const empty = sha256Hex("");
    this.#checkNext("-PAYLOAD", [empty, hash], signature);
  }

  async #readTrailers(): Promise<void> {
    let text = "";
    let signature: string | undefined;
    for (let line = await this.#line(); line !== "";) {
      const [name = "", ...rest] = line.split(":");
      const value = rest.join(":").trim();
      if (name.toLowerCase() === "x-amz-trailer-signature") signature = value;
      else {
        this.trailers.set(name.toLowerCase(), value);
        text += `${name.toLowerCase()}:${value}\n`;
      }
      line = await this.#line();
    }
    this.#checkNext("-TRAILER", [sha256Hex(text)], signature);
  }

  /** Signatures form a chain: each covers the one before. */
  #checkNext(
    kind: "-PAYLOAD" | "-TRAILER",
    lines: readonly string[],
    signature: string | undefined,
  ): void {
    const { proven } = this.#options;
    if (proven === undefined) return;
    const expected = sign(
      proven.key,
      textToSign({
        kind,
        amzDate: proven.given.amzDate,
        scope: proven.given.credential.scope,
        lines: [this.#signature, ...lines],
      }),
    );
    if (signature !== expected) throw new S3Error("SignatureDoesNotMatch");
    this.#signature = expected;
  }

  async #line(): Promise<string> {
    const bytes = await this.#source.until(CRLF, LINE_BYTES_MAX);
    if (bytes === null) throw new ConnectionLost();
    if (bytes === undefined) throw malformed();
    return new TextDecoder("latin1").decode(bytes).slice(0, -2);
  }
}

function malformed(): S3Error {
  return new S3Error("InvalidRequest", {
    message: "Cannot read the chunks of the aws-chunked body",
  });
}

function readerOf(wire: AsyncIterable<Uint8Array>) {
  const chunks = wire[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    async read(into: Uint8Array): Promise<number | null> {
      while (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return null;
        rest = value;
      }
      const taken = rest.subarray(0, into.length);
      into.set(taken);
      rest = rest.subarray(taken.length);
      return taken.length;
    },
  };
}
