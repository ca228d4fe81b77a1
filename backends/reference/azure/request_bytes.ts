/**
 * The body of a request on its way to a file: counted, hashed, and refused if
 * it is not what its headers say. Goes in: a request; comes out: a file, or
 * the whole of a small body.
 */
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { Crc64Nvme } from "../crc.ts";
import type { BlobFile } from "../blob_folder.ts";
import type { BlobContext } from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";

/** A body that is at rest and was found right. */
export interface ReceivedBytes {
  readonly file: BlobFile;
  /** Base64. */
  readonly md5: string;
  /** Base64; only where the client told its own. */
  readonly crc64?: string;
}

/** A request that names blocks: 50,000 ids of 64 bytes have less. */
const TEXT_BYTES_MAX = 8 << 20;

/** Writes the body to a file; fails with a `BlobError` and leaves none. */
export async function receiveFile(
  context: BlobContext,
  limitBytes: number,
): Promise<ReceivedBytes> {
  const { request, state } = context;
  const sizeBytes = request.body.sizeBytes;
  if (!request.headers.has("content-length") || sizeBytes === undefined) {
    throw new BlobError("MissingContentLengthHeader");
  }
  if (sizeBytes > limitBytes) {
    throw new BlobError("RequestBodyTooLarge", {
      details: [["MaxLimit", limitBytes]],
    });
  }
  const sums = new BodySums(context);
  const file = await state.folder.write(sums.pass(request.body));
  try {
    return { file, ...sums.check() };
  } catch (error) {
    await state.folder.remove([file]);
    throw error;
  }
}

/** The body as text in UTF-8, checked as well. */
export async function receiveText(context: BlobContext): Promise<Uint8Array> {
  const sums = new BodySums(context);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of sums.pass(context.request.body)) {
    sizeBytes += chunk.length;
    if (sizeBytes > TEXT_BYTES_MAX) throw new BlobError("RequestBodyTooLarge");
    chunks.push(chunk.slice());
  }
  sums.check();
  return new Uint8Array(Buffer.concat(chunks));
}

/** The sums of the bytes that passed, and those that the headers tell. */
class BodySums {
  readonly #context: BlobContext;
  readonly #md5 = createHash("md5");
  readonly #crc64: Crc64Nvme | undefined;
  readonly #toldMd5: string | undefined;
  readonly #toldCrc64: string | undefined;

  constructor(context: BlobContext) {
    const { headers } = context.request;
    this.#context = context;
    this.#toldMd5 = toldSum(headers.get("content-md5"), 16, "InvalidMd5");
    this.#toldCrc64 = toldSum(
      headers.get("x-ms-content-crc64"),
      8,
      "InvalidCrc64",
    );
    if (this.#toldMd5 !== undefined && this.#toldCrc64 !== undefined) {
      throw new BlobError("InvalidHeaderValue");
    }
    if (this.#toldCrc64 !== undefined) this.#crc64 = new Crc64Nvme();
  }

  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#md5.update(chunk);
      this.#crc64?.update(chunk);
      yield chunk;
    }
  }

  check(): { readonly md5: string; readonly crc64?: string } {
    const md5 = this.#md5.digest("base64");
    const crc64 = this.#crc64 && crc64Text(this.#crc64);
    const { mutants, about } = this.#context;
    const fits = (told: string | undefined, found: string | undefined) =>
      told === undefined || mutants.decide("checksum", told === found, about);
    if (!fits(this.#toldMd5, md5)) throw new BlobError("Md5Mismatch");
    if (!fits(this.#toldCrc64, crc64)) throw new BlobError("Crc64Mismatch");
    return crc64 === undefined ? { md5 } : { md5, crc64 };
  }
}

/** Base64 of the bytes as Azure writes them, which is backwards. */
export function crc64Text(crc: Crc64Nvme): string {
  return Buffer.from(crc.digest().reverse()).toString("base64");
}

function toldSum(
  text: string | undefined,
  sizeBytes: number,
  code: "InvalidMd5" | "InvalidCrc64",
): string | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64");
  const isSound = bytes.length === sizeBytes &&
    bytes.toString("base64") === text;
  if (!isSound) throw new BlobError(code);
  return text;
}
