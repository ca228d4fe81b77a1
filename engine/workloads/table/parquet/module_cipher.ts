/**
 * Modules of an encrypted file: how each is framed, and what its tag is bound
 * to, so that no module can stand in another's place. The ciphers are handed
 * in. See the format's Encryption.md, "Encryption algorithms" and "AAD".
 */
import type { CipherCore } from "./page_core.ts";

/** What a module is; its number stands in its AAD. */
export const MODULES = {
  footer: 0,
  columnMetadata: 1,
  dataPage: 2,
  dictionaryPage: 3,
  dataPageHeader: 4,
  dictionaryPageHeader: 5,
} as const;
export type ModuleKind = keyof typeof MODULES;

const LENGTH_BYTES = 4;
/** Of both algorithms. */
export const NONCE_BYTES = 12;
/** Behind the ciphertext of GCM. */
export const TAG_BYTES = 16;
/** Ordinals have two bytes, with a sign. */
const ORDINAL_MAX = 0x7fff;

/** Where in a file a module stands; pages count data pages of a chunk. */
export interface ModulePlace {
  readonly kind: ModuleKind;
  readonly rowGroup?: number;
  readonly column?: number;
  readonly page?: number;
}

/** What all modules of a file have in common. */
export interface FileCipher {
  readonly core: CipherCore;
  readonly algorithm: "AES_GCM_V1" | "AES_GCM_CTR_V1";
  /** Prefix, then what makes the file unique. */
  readonly aad: Uint8Array;
}

/** Throws a `RangeError` for a key that AES has not, without showing it. */
export function checkKey({ length }: Uint8Array, whose: string): void {
  if (isKeySize(length)) return;
  throw new RangeError(
    `Cannot encrypt ${whose}: its key has ${length} bytes, and a key of AES ` +
      "has 16, 24 or 32",
  );
}

/** 16, 24 or 32. */
export function isKeySize(lengthBytes: number): boolean {
  return lengthBytes === 16 || lengthBytes === 24 || lengthBytes === 32;
}

/** Ciphertext, its nonce and tag, and the length of all that in front. */
export function sealModule(
  file: FileCipher,
  { key, nonce, place, plain }: {
    readonly key: Uint8Array;
    readonly nonce: Uint8Array;
    readonly place: ModulePlace;
    readonly plain: Uint8Array;
  },
): Uint8Array<ArrayBuffer> {
  const isTagged = hasTag(file, place.kind);
  mustBeOrdinals(place);
  const size = NONCE_BYTES + plain.length + (isTagged ? TAG_BYTES : 0);
  const bytes = new Uint8Array(LENGTH_BYTES + size);
  new DataView(bytes.buffer).setUint32(0, size, true);
  bytes.set(nonce, LENGTH_BYTES);
  const to = bytes.subarray(LENGTH_BYTES + NONCE_BYTES);
  const aad = moduleAad(file, place);
  if (isTagged) file.core.gcmSeal({ key, nonce, aad, from: plain, to });
  else file.core.ctr({ key, counter: counterOf(nonce), from: plain, to });
  return bytes;
}

/** Undefined when its tag does not fit, or it is too short to be a module. */
export function openModule(
  file: FileCipher,
  { key, place, sealed }: {
    readonly key: Uint8Array;
    readonly place: ModulePlace;
    readonly sealed: Uint8Array;
  },
): Uint8Array<ArrayBuffer> | undefined {
  const isTagged = hasTag(file, place.kind);
  const framing = LENGTH_BYTES + NONCE_BYTES + (isTagged ? TAG_BYTES : 0);
  if (moduleSizeBytes(sealed) !== sealed.length || sealed.length < framing) {
    return undefined;
  }
  const nonce = sealed.subarray(LENGTH_BYTES, LENGTH_BYTES + NONCE_BYTES);
  const from = sealed.subarray(LENGTH_BYTES + NONCE_BYTES);
  const to = new Uint8Array(sealed.length - framing);
  if (!isTagged) {
    file.core.ctr({ key, counter: counterOf(nonce), from, to });
    return to;
  }
  const aad = moduleAad(file, place);
  return file.core.gcmOpen({ key, nonce, aad, from, to }) ? to : undefined;
}

/** With its length in front; undefined when that is not there. */
export function moduleSizeBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return LENGTH_BYTES + view.getUint32(0, true);
}

/** Nonce and tag of a footer that stays readable. */
export function signFooter(
  file: FileCipher,
  { key, nonce, plain }: {
    readonly key: Uint8Array;
    readonly nonce: Uint8Array;
    readonly plain: Uint8Array;
  },
): Uint8Array<ArrayBuffer> {
  const sealed = sealModule(
    { ...file, algorithm: "AES_GCM_V1" },
    { key, nonce, place: { kind: "footer" }, plain },
  );
  const signature = new Uint8Array(NONCE_BYTES + TAG_BYTES);
  signature.set(nonce);
  signature.set(sealed.subarray(sealed.length - TAG_BYTES), NONCE_BYTES);
  return signature;
}

/** Two modules of one number could stand in each other's place. */
function mustBeOrdinals({ column, page, rowGroup }: ModulePlace): void {
  for (
    const [name, number = 0] of Object.entries({ rowGroup, column, page })
  ) {
    if (number <= ORDINAL_MAX) continue;
    throw new RangeError(
      `Cannot encrypt ${name} ${number} of a file: at most ` +
        `${ORDINAL_MAX + 1} of them can be numbered`,
    );
  }
}

/** Bodies of pages go without a tag where the algorithm says so. */
function hasTag({ algorithm }: FileCipher, kind: ModuleKind): boolean {
  const isBody = kind === "dataPage" || kind === "dictionaryPage";
  return algorithm === "AES_GCM_V1" || !isBody;
}

function counterOf(nonce: Uint8Array): Uint8Array {
  const counter = new Uint8Array(NONCE_BYTES + 4);
  counter.set(nonce);
  counter[counter.length - 1] = 1;
  return counter;
}

function moduleAad(
  { aad }: FileCipher,
  { kind, rowGroup, column, page }: ModulePlace,
): Uint8Array {
  const hasPage = kind === "dataPage" || kind === "dataPageHeader";
  const ordinals = kind === "footer"
    ? []
    : hasPage
    ? [rowGroup, column, page]
    : [rowGroup, column];
  const bytes = new Uint8Array(aad.length + 1 + 2 * ordinals.length);
  bytes.set(aad);
  bytes[aad.length] = MODULES[kind];
  const view = new DataView(bytes.buffer, aad.length + 1);
  ordinals.forEach((ordinal = 0, index) =>
    view.setInt16(2 * index, ordinal, true)
  );
  return bytes;
}
