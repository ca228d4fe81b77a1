/**
 * The bytes of a request, checked while they arrive: length, hash, signatures
 * of chunks, Content-MD5 and checksums. Goes in: a call; comes out: the bytes
 * of the object, and an error after the last one if anything does not fit.
 */
import { AwsChunked } from "./aws_chunked.ts";
import {
  base64Of,
  bytesOfBase64,
  type Checksum,
  checksumLabel,
  checksumName,
  CHECKSUMS,
  type Digest,
  digestBytes,
  startDigest,
} from "./checksum.ts";
import { headerOf, type S3Call } from "./s3_call.ts";
import { S3Error } from "./s3_error.ts";

/** A mutant ended the request in the middle: nobody is answered. */
export class Dropped extends Error {
  constructor() {
    super("The request was dropped on purpose");
    this.name = "Dropped";
  }
}

export interface PayloadOptions {
  readonly bytesMax: number;
  /** Computed as well if the sender told no checksum. */
  readonly also?: Checksum["name"];
}

type DigestName = Checksum["name"] | "md5";

/** Can be read once. */
export class Payload {
  /** Bytes of the object, from the headers. */
  readonly sizeBytes: number;
  readonly #call: S3Call;
  readonly #digests = new Map<DigestName, Digest>();
  readonly #expected: Map<DigestName, string>;
  /** Checksum that comes behind the bytes. */
  readonly #trailing: Checksum["name"] | undefined;
  readonly #computed = new Map<DigestName, Uint8Array>();

  /** Fails with an `S3Error` where the headers contradict each other. */
  constructor(call: S3Call, options: PayloadOptions) {
    this.#call = call;
    this.sizeBytes = sizeOf(call);
    if (this.sizeBytes > options.bytesMax) {
      throw new S3Error("EntityTooLarge", {
        details: [
          ["ProposedSize", this.sizeBytes],
          ["MaxSizeAllowed", options.bytesMax],
        ],
      });
    }
    this.#expected = expectedDigests(call);
    this.#trailing = trailingChecksum(call);
    const told = [...this.#expected.keys(), this.#trailing]
      .find((name) => name !== "md5" && name !== undefined);
    for (const name of ["md5", told ?? options.also] as const) {
      if (name !== undefined) this.#digests.set(name, startDigest(name));
    }
  }

  /** Fails with an `S3Error`, with `Dropped`, or as the connection does. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const { identity, request, mutants, about } = this.#call;
    const { payload } = identity;
    const framed = payload.kind === "chunks"
      ? new AwsChunked(request.body, payload)
      : undefined;
    const hash = payload.kind === "hashed" ? startDigest("sha256") : undefined;
    const bytesMax = mutants.decide("intake", undefined, {
      ...about,
      sizeBytes: this.sizeBytes,
    });
    let sizeBytes = 0;
    for await (const chunk of framed ?? request.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > (bytesMax ?? Infinity)) throw new Dropped();
      hash?.update(chunk);
      this.#digests.forEach((digest) => digest.update(chunk));
      yield chunk;
    }
    if (sizeBytes !== this.sizeBytes) throw new S3Error("IncompleteBody");
    if (payload.kind === "hashed") {
      this.#checkHash(hash?.digest().toHex(), payload.sha256Hex);
    }
    this.#checkDigests(framed?.trailers);
  }

  /** All of it, for small documents. */
  async bytes(): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.sizeBytes);
    let at = 0;
    for await (const chunk of this.chunks()) {
      if (at + chunk.length > bytes.length) throw new S3Error("IncompleteBody");
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  /** MD5 of the bytes that were read. */
  md5(): Uint8Array {
    return this.#computed.get("md5") ?? new Uint8Array(16);
  }

  /** What the sender told and was right about, or what was asked for. */
  checksum(): Checksum | undefined {
    for (const [name, bytes] of this.#computed) {
      if (name !== "md5") return { name, base64: base64Of(bytes) };
    }
  }

  /** Whether a checksum or Content-MD5 came along. */
  get isProtected(): boolean {
    return this.#expected.size > 0 || this.#trailing !== undefined;
  }

  #checkHash(computed: string | undefined, told: string): void {
    const { mutants, about } = this.#call;
    if (mutants.decide("checksum", computed === told, about)) return;
    throw new S3Error("XAmzContentSHA256Mismatch", {
      details: [
        ["ClientComputedContentSHA256", told],
        ["S3ComputedContentSHA256", computed ?? ""],
      ],
    });
  }

  #checkDigests(trailers: ReadonlyMap<string, string> | undefined): void {
    for (const [name, digest] of this.#digests) {
      this.#computed.set(name, digest.digest());
    }
    const expected = new Map(this.#expected);
    if (this.#trailing !== undefined) {
      const told = trailers?.get(`x-amz-checksum-${this.#trailing}`);
      if (told === undefined) {
        throw new S3Error("InvalidRequest", {
          message:
            "The body ended without the trailer that x-amz-trailer announces",
        });
      }
      expected.set(this.#trailing, soundDigest(this.#trailing, told));
    }
    const { mutants, about } = this.#call;
    for (const [name, told] of expected) {
      const computed = base64Of(this.#computed.get(name) ?? new Uint8Array());
      if (mutants.decide("checksum", computed === told, about)) continue;
      throw new S3Error("BadDigest", {
        message: `The body that came has another ${
          name === "md5" ? "MD5" : checksumLabel(name)
        } than the one it was sent with`,
        details: [["ExpectedDigest", told], ["CalculatedDigest", computed]],
      });
    }
  }
}

function sizeOf(call: S3Call): number {
  const { payload } = call.identity;
  if (payload.kind === "chunks") {
    const decoded = headerOf(call, "x-amz-decoded-content-length") ?? "";
    if (/^\d+$/.test(decoded)) return Number(decoded);
    throw new S3Error("MissingContentLength", {
      message: "A body in signed chunks needs x-amz-decoded-content-length",
    });
  }
  const { sizeBytes } = call.request.body;
  if (sizeBytes !== undefined) return sizeBytes;
  throw new S3Error("MissingContentLength");
}

function expectedDigests(call: S3Call): Map<DigestName, string> {
  const expected = new Map<DigestName, string>();
  const md5 = headerOf(call, "content-md5");
  if (md5 !== undefined) expected.set("md5", soundDigest("md5", md5));
  const told = CHECKSUMS.flatMap((name) => {
    const base64 = headerOf(call, `x-amz-checksum-${name}`);
    return base64 === undefined ? [] : [{ name, base64 }];
  });
  if (told.length > 1) {
    throw new S3Error("InvalidRequest", {
      message: "A request may carry one x-amz-checksum- header: it has several",
    });
  }
  for (const { name, base64 } of told) {
    expected.set(name, soundDigest(name, base64));
  }
  return expected;
}

function trailingChecksum(call: S3Call): Checksum["name"] | undefined {
  const text = headerOf(call, "x-amz-trailer");
  if (text === undefined) return undefined;
  const name = checksumName(text.replace(/^x-amz-checksum-/i, ""));
  if (name !== undefined) return name;
  throw new S3Error("InvalidRequest", {
    message: "Of trailers this endpoint takes one checksum, and nothing else",
  });
}

function soundDigest(name: DigestName, base64: string): string {
  if (bytesOfBase64(base64, digestBytes(name)) !== undefined) return base64;
  if (name === "md5") {
    throw new S3Error("InvalidDigest", {
      message: "Content-MD5 must be 16 bytes in base64",
      details: [["Content-MD5", base64]],
    });
  }
  throw new S3Error("InvalidRequest", {
    message: `x-amz-checksum-${name} has the wrong length or alphabet`,
  });
}
