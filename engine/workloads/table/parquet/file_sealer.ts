/**
 * Encryption of a file that is written: which key each column has, and what
 * the footer says of it. In: settings with keys; out: sealed modules, or a
 * `RangeError` for settings that cannot be kept.
 */
import {
  type Algorithm,
  COLUMN_METADATA,
  type ColumnChunk,
  type ColumnMetadata,
  FILE_CRYPTO_METADATA,
} from "./file_metadata.ts";
import {
  checkKey,
  type FileCipher,
  type ModulePlace,
  NONCE_BYTES,
  sealModule,
  signFooter,
} from "./module_cipher.ts";
import type { NamedKey, WriteEncryption } from "./data_file.ts";
import type { CipherCore } from "./page_core.ts";
import type { ChunkCipher } from "./page_output.ts";
import { writeStruct } from "./thrift_struct.ts";

/** Tells one file from the next under the same key. */
const UNIQUE_BYTES = 8;

/** Where a column chunk stands, and whose it is. */
export interface ChunkSite {
  /** Names from the root. */
  readonly path: readonly string[];
  readonly rowGroup: number;
  readonly column: number;
}

/** Keys and modules of one file. */
export class FileSealer {
  readonly #file: FileCipher;
  readonly #encryption: WriteEncryption;
  readonly #unique = new Uint8Array(UNIQUE_BYTES);

  /** `columns` are all top-level names of the file. */
  constructor(
    core: CipherCore,
    encryption: WriteEncryption,
    columns: readonly string[],
  ) {
    checkKey(encryption.footer.key, "the footer");
    for (const [name, { key }] of encryption.columns ?? []) {
      checkKey(key, `column "${name}"`);
      if (columns.includes(name)) continue;
      throw new RangeError(
        `Cannot encrypt column "${name}": the file has no such column`,
      );
    }
    encryption.random(this.#unique);
    const prefix = bytesOf(encryption.aadPrefix?.text ?? "");
    const aad = new Uint8Array(prefix.length + UNIQUE_BYTES);
    aad.set(prefix);
    aad.set(this.#unique, prefix.length);
    this.#encryption = encryption;
    this.#file = { core, algorithm: encryption.algorithm, aad };
  }

  /** The footer stays readable, and is signed. */
  get isFooterPlain(): boolean {
    return this.#encryption.isFooterPlain === true;
  }

  /** Stand in a footer that is readable. */
  get footerFields() {
    const { footer } = this.#encryption;
    return this.isFooterPlain
      ? {
        encryptionAlgorithm: this.#algorithm,
        footerSigningKeyMetadata: bytesOf(footer.keyMetadata),
      }
      : {};
  }

  /** Undefined for a column that stays plain. */
  chunk({ column, path, rowGroup }: ChunkSite): ChunkCipher | undefined {
    const named = this.#keyOf(path);
    if (named === undefined) return undefined;
    return {
      seal: (kind, page, plain) =>
        this.#seal(named, { kind, page, rowGroup, column }, plain),
    };
  }

  /** What the footer has of a column, and what it hides of it. */
  describe(
    { column, path, rowGroup }: ChunkSite,
    metaData: ColumnMetadata,
  ): ColumnChunk {
    const named = this.#keyOf(path);
    if (named === undefined) return { fileOffset: 0, metaData };
    const isFooterKey = named === this.#encryption.footer;
    const keyMetadata = bytesOf(named.keyMetadata);
    const cryptoMetadata = isFooterKey
      ? { footerKey: {} }
      : { columnKey: { pathInSchema: path, keyMetadata } };
    if (isFooterKey && !this.isFooterPlain) {
      return { fileOffset: 0, metaData, cryptoMetadata };
    }
    const plain = writeStruct(COLUMN_METADATA, metaData);
    const place = { kind: "columnMetadata", rowGroup, column } as const;
    const sealed = this.#seal(named, place, plain);
    const hidden = {
      fileOffset: 0,
      cryptoMetadata,
      encryptedColumnMetadata: sealed,
    };
    if (!this.isFooterPlain) return hidden;
    // Readers without the key still find the column, and nothing in it.
    const { statistics: _, ...shown } = metaData;
    return { ...hidden, metaData: shown };
  }

  /** What stands at the end of the file, up to its length and the magic. */
  footer(plain: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] {
    const { footer } = this.#encryption;
    const { key } = footer;
    if (this.isFooterPlain) {
      const nonce = this.#nonce();
      return [plain, signFooter(this.#file, { key, nonce, plain })];
    }
    const crypto = writeStruct(FILE_CRYPTO_METADATA, {
      encryptionAlgorithm: this.#algorithm,
      keyMetadata: bytesOf(footer.keyMetadata),
    });
    return [crypto, this.#seal(footer, { kind: "footer" }, plain)];
  }

  get #algorithm(): Algorithm {
    const { aadPrefix: prefix, algorithm } = this.#encryption;
    const stored = prefix === undefined
      ? {}
      : prefix.isStored
      ? { aadPrefix: bytesOf(prefix.text) }
      : { supplyAadPrefix: true };
    const facts = { ...stored, aadFileUnique: this.#unique };
    return algorithm === "AES_GCM_V1" ? { gcm: facts } : { gcmCtr: facts };
  }

  #keyOf([name = ""]: readonly string[]): NamedKey | undefined {
    const { columns, footer, others = "footer key" } = this.#encryption;
    return columns?.get(name) ?? (others === "plain" ? undefined : footer);
  }

  #seal({ key }: NamedKey, place: ModulePlace, plain: Uint8Array) {
    return sealModule(this.#file, { key, nonce: this.#nonce(), place, plain });
  }

  #nonce(): Uint8Array<ArrayBuffer> {
    const nonce = new Uint8Array(NONCE_BYTES);
    this.#encryption.random(nonce);
    return nonce;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
