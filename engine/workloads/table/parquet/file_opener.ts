/**
 * Encryption of a file that is read: its keys, asked for by what the file says
 * of them, and its modules. In: what stands readable in the file, and who
 * knows keys; out: opened modules, or a `FormatError` that says which key is
 * missing, of no use, or does not fit.
 */
import type { OpenOptions } from "./data_file.ts";
import {
  type Algorithm,
  COLUMN_METADATA,
  type ColumnChunk,
  type RowGroup,
} from "./file_metadata.ts";
import { FormatError, type FormatErrorKind, quoted } from "./format_error.ts";
import {
  type FileCipher,
  isKeySize,
  type ModuleKind,
  NONCE_BYTES,
  openModule,
  signFooter,
  TAG_BYTES,
} from "./module_cipher.ts";
import { readStruct } from "./thrift_struct.ts";

/** Behind a footer that is signed. */
export const SIGNATURE_BYTES = NONCE_BYTES + TAG_BYTES;

/** Opens modules of one chunk. */
export interface ChunkOpener {
  /** Undefined when the tag does not fit. */
  open(
    kind: ModuleKind,
    page: number,
    sealed: Uint8Array,
  ): Uint8Array<ArrayBuffer> | undefined;
}

type KeyOptions = Pick<OpenOptions, "core" | "retrieveKey" | "aadPrefix">;

/** Keys and modules of one file. */
export class FileOpener {
  readonly #options: KeyOptions;
  readonly #file: FileCipher;
  /** Each is asked for once, however many columns it opens. */
  readonly #keys = new Map<string, Promise<Uint8Array | undefined>>();
  /** By row group and column: how it is opened, or why it cannot be. */
  readonly #chunks = new Map<string, ChunkOpener | FormatError>();

  constructor(options: KeyOptions, algorithm: Algorithm) {
    this.#options = options;
    const { gcm, gcmCtr } = algorithm;
    const told = gcm ?? gcmCtr;
    if (told === undefined) {
      throw fault("footer", "unsupported", "its encryption is none we know");
    }
    const prefix = prefixOf(options.aadPrefix, told);
    const unique = told.aadFileUnique ?? new Uint8Array(0);
    const aad = new Uint8Array(prefix.length + unique.length);
    aad.set(prefix);
    aad.set(unique, prefix.length);
    const name = gcm === undefined ? "AES_GCM_CTR_V1" : "AES_GCM_V1";
    this.#file = { core: options.core, algorithm: name, aad };
  }

  /** The plain bytes of an encrypted footer. */
  async footer(
    sealed: Uint8Array,
    keyMetadata: Uint8Array | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = await this.#key(keyMetadata, "footer");
    const place = { kind: "footer" } as const;
    const plain = openModule(this.#file, { key, place, sealed });
    if (plain !== undefined) return plain;
    throw misfit("footer", keyMetadata);
  }

  /** Fails for a readable footer that is not the one that was signed. */
  async verify(
    plain: Uint8Array,
    signature: Uint8Array,
    keyMetadata: Uint8Array | undefined,
  ): Promise<void> {
    // Whoever has no keys at all may still read what is plain.
    if (this.#options.retrieveKey === undefined) return;
    const key = await this.#key(keyMetadata, "footer");
    const nonce = signature.subarray(0, NONCE_BYTES);
    const made = signFooter(this.#file, { key, nonce, plain });
    if (made.every((byte, index) => byte === signature[index])) return;
    throw misfit("footer", keyMetadata);
  }

  /**
   * Row groups with the metadata of columns that were hidden. A column without
   * its key is left as it is: others may be read.
   */
  async reveal(
    groups: readonly RowGroup[],
    footerKeyMetadata: Uint8Array | undefined,
  ): Promise<RowGroup[]> {
    const revealed: RowGroup[] = [];
    for (const [index, group] of groups.entries()) {
      const columns: ColumnChunk[] = [];
      for (const [column, chunk] of group.columns.entries()) {
        const rowGroup = group.ordinal ?? index;
        const site = { index, rowGroup, column };
        columns.push(await this.#reveal(site, chunk, footerKeyMetadata));
      }
      revealed.push({ ...group, columns });
    }
    return revealed;
  }

  /** Undefined for a plain chunk; throws why it cannot be opened. */
  chunk(rowGroup: number, column: number): ChunkOpener | undefined {
    const found = this.#chunks.get(`${rowGroup} ${column}`);
    if (found instanceof FormatError) throw found;
    return found;
  }

  async #reveal(
    { column, index, rowGroup }: {
      readonly index: number;
      readonly rowGroup: number;
      readonly column: number;
    },
    chunk: ColumnChunk,
    footerKeyMetadata: Uint8Array | undefined,
  ): Promise<ColumnChunk> {
    const { cryptoMetadata: how, encryptedColumnMetadata: sealed } = chunk;
    if (how === undefined) return chunk;
    const path = how.columnKey?.pathInSchema ?? chunk.metaData?.pathInSchema;
    const name = path === undefined ? `${column}` : quoted(path.join("."));
    const part = `column ${name} in row group ${index}`;
    const keyMetadata = how.columnKey === undefined
      ? footerKeyMetadata
      : how.columnKey.keyMetadata;
    try {
      const key = await this.#key(keyMetadata, part);
      const place = { kind: "columnMetadata", rowGroup, column } as const;
      const plain = sealed === undefined
        ? undefined
        : openModule(this.#file, { key, place, sealed });
      if (sealed !== undefined && plain === undefined) {
        throw misfit(part, keyMetadata);
      }
      const metaData = plain === undefined
        ? chunk.metaData
        : readStruct(COLUMN_METADATA, plain, part).value;
      const file = this.#file;
      this.#chunks.set(`${index} ${column}`, {
        open: (kind, page, sealed) => {
          const place = { kind, page, rowGroup, column };
          return openModule(file, { key, place, sealed });
        },
      });
      return metaData === undefined ? chunk : { ...chunk, metaData };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#chunks.set(`${index} ${column}`, error);
      return chunk;
    }
  }

  async #key(
    keyMetadata: Uint8Array | undefined,
    part: string,
  ): Promise<Uint8Array> {
    const { retrieveKey } = this.#options;
    if (retrieveKey === undefined) {
      throw fault(part, "key", "it is encrypted, and no key was given");
    }
    const text = textOf(keyMetadata);
    const asked = this.#keys.get(text) ?? Promise.resolve(retrieveKey(text));
    this.#keys.set(text, asked);
    const key = await asked;
    const told = JSON.stringify(text);
    if (key === undefined) {
      throw fault(part, "key", `it is encrypted, and nobody knows key ${told}`);
    }
    if (isKeySize(key.length)) return key;
    throw fault(
      part,
      "key",
      `key ${told} has ${key.length} bytes, and a key of AES has 16, 24 or 32`,
    );
  }
}

function textOf(keyMetadata: Uint8Array | undefined): string {
  return new TextDecoder().decode(keyMetadata ?? new Uint8Array(0));
}

function prefixOf(
  given: string | undefined,
  told: {
    readonly aadPrefix?: Uint8Array;
    readonly supplyAadPrefix?: boolean;
  },
): Uint8Array {
  const bytes = new TextEncoder().encode(given ?? "");
  const stored = told.aadPrefix;
  if (stored !== undefined) {
    const isSame = given === undefined || stored.length === bytes.length &&
        stored.every((byte, index) => byte === bytes[index]);
    if (isSame) return stored;
    throw fault(
      "footer",
      "key",
      "its AAD prefix is not the one that was given",
    );
  }
  if (told.supplyAadPrefix !== true || given !== undefined) return bytes;
  throw fault(
    "footer",
    "key",
    "it is encrypted with an AAD prefix that was not given",
  );
}

function misfit(part: string, keyMetadata: Uint8Array | undefined) {
  const told = JSON.stringify(textOf(keyMetadata));
  return fault(
    part,
    "key",
    `key ${told} does not fit, or its bytes are damaged`,
  );
}

function fault(part: string, kind: FormatErrorKind, reason: string) {
  return new FormatError({ part, kind, reason });
}
