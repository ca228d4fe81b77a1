/**
 * Whether all of a table is whole: every version and how it follows from the
 * one before, every file by its size and its sum, every footer and every row.
 * A table in, sentences about what is wrong out; nothing is changed.
 */
import { FileLists } from "./checkpoints.ts";
import { FileReaders } from "./file_readers.ts";
import {
  type ColumnGroup,
  type DataFile,
  fieldsOf,
  type Manifest,
} from "./manifest.ts";
import { FileSurvey } from "./orphans.ts";
import { TableError } from "./table_error.ts";
import { openTableReader } from "./table_reader.ts";
import { sumText, type TablePorts } from "./table_ports.ts";
import type { TableStore } from "./table_store.ts";
import { validateManifest } from "./validate_manifest.ts";
import { listVersions, type ReadManifest, readManifest } from "./versions.ts";

/** One thing that is not as it was written. */
export interface TableFinding {
  /** `manifest`, `chain`, `missing file`, `file sum`, `rows`, `alignment`. */
  readonly kind: string;
  readonly path: string;
  readonly sentence: string;
}

export interface TableCheck {
  readonly versions: number;
  readonly files: number;
  /** Of files, whose sums were made again. */
  readonly comparedBytes: number;
  /** Decoded; 0 when nobody asked for it. */
  readonly rows: number;
  readonly orphans: number;
  readonly findings: readonly TableFinding[];
}

export interface CheckTableOptions {
  readonly store: TableStore;
  /** Reads every row of the newest version as well. */
  readonly isDeep?: boolean;
  readonly retrieveKey?: (
    meta: string,
  ) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/**
 * Fails only with what the storage itself fails with, and with `Encrypted` for
 * a key that is missing or wrong where nothing else is.
 */
export async function checkTable(
  options: CheckTableOptions,
): Promise<TableCheck> {
  return await new Check(options).run();
}

class Check {
  readonly #options: CheckTableOptions;
  readonly #lists: FileLists;
  readonly #findings: TableFinding[] = [];
  readonly #survey: FileSurvey;
  #files = 0;
  #comparedBytes = 0;
  #rows = 0;

  constructor(options: CheckTableOptions) {
    this.#options = options;
    this.#lists = new FileLists(options.store);
    this.#survey = new FileSurvey(options.store, this.#lists);
  }

  async run(): Promise<TableCheck> {
    const { store } = this.#options;
    const versions = await listVersions(store);
    let before: ReadManifest | null = null;
    for (const [index, version] of versions.entries()) {
      if (version !== (versions[index - 1] ?? 0) + 1) {
        this.#found("chain", `version ${version - 1}`, {
          sentence: `Version ${version - 1} is not there, and ${version} is`,
        });
      }
      const read = await this.#versionOf(version);
      if (read === null) {
        this.#survey.miss(version);
        continue;
      }
      this.#checkChain(before, read);
      await this.#checkVersion(read.manifest);
      before = read;
    }
    if (before !== null && this.#options.isDeep === true) {
      await this.#readRows(before.manifest);
    }
    const { missing, orphans } = await this.#survey.end();
    for (const path of missing) {
      if (this.#findings.some((one) => one.path === path)) continue;
      const sentence = `"${path}" is referred to, and not there`;
      this.#found("missing file", path, { sentence });
    }
    return {
      versions: versions.length,
      files: this.#files,
      comparedBytes: this.#comparedBytes,
      rows: this.#rows,
      orphans: orphans.length,
      findings: this.#findings,
    };
  }

  async #versionOf(version: number): Promise<ReadManifest | null> {
    const path = `version ${version}`;
    return await this.#orFinding(
      "manifest",
      path,
      () => readManifest(this.#options.store, version),
    );
  }

  #checkChain(before: ReadManifest | null, read: ReadManifest): void {
    const { manifest } = read;
    const path = `version ${manifest.version}`;
    if (manifest.parentCrc32c === null || before === null) return;
    const isNext = before.manifest.version === manifest.parentVersion;
    if (!isNext) {
      const sentence = `Version ${manifest.version} follows version ` +
        `${manifest.parentVersion}, and version ${before.manifest.version} ` +
        "came between";
      this.#found("chain", path, { sentence });
    } else if (before.crc32c !== manifest.parentCrc32c) {
      const sentence = `Version ${manifest.version} was made from another ` +
        `version ${before.manifest.version}: its CRC32C was ` +
        `${manifest.parentCrc32c}, and is ${before.crc32c}`;
      this.#found("chain", path, { sentence });
    }
  }

  async #checkVersion(manifest: Manifest): Promise<void> {
    const path = `version ${manifest.version}`;
    await this.#orFinding("alignment", path, () => {
      validateManifest(manifest);
      return Promise.resolve();
    });
    // Files are looked at once, whatever refers to them.
    const named = await this.#orFinding(
      "manifest",
      path,
      () => this.#survey.note(manifest),
    );
    for (const { file, group: id } of named ?? []) {
      const group = manifest.groups.find((one) => one.id === id);
      if (group === undefined) continue;
      this.#files += 1;
      await this.#checkFile(manifest, group, file);
    }
    if (named === null) this.#survey.miss(manifest.version);
  }

  async #checkFile(
    manifest: Manifest,
    group: ColumnGroup,
    file: DataFile,
  ): Promise<void> {
    const { retrieveKey, store } = this.#options;
    await this.#orFinding("file sum", file.path, () => this.#sumFile(file));
    await this.#orFinding("rows", file.path, async () => {
      const readers = new FileReaders({
        store,
        lists: this.#lists,
        manifest,
        ...(retrieveKey === undefined ? {} : { retrieveKey }),
      });
      await readers.open(file, group);
    });
  }

  async #sumFile(file: DataFile): Promise<void> {
    const source = await this.#options.store.open(file.path);
    const { crc32c } = this.#options.store.ports;
    const sum = await sumSource(source, crc32c);
    this.#comparedBytes += source.sizeBytes;
    if (file.crc32c === null || sum === file.crc32c) return;
    throw new TableError(
      "CorruptFile",
      `The CRC32C of "${file.path}" is ${sum}, and ${file.crc32c} was written`,
    );
  }

  async #readRows(manifest: Manifest): Promise<void> {
    const { retrieveKey, store } = this.#options;
    await this.#orFinding("rows", `version ${manifest.version}`, async () => {
      const reader = await openTableReader({
        store,
        lists: this.#lists,
        manifest,
        ...(retrieveKey === undefined ? {} : { retrieveKey }),
      });
      if (fieldsOf(manifest).length === 0 && manifest.groups.length === 0) {
        return;
      }
      for await (const batch of reader.scan()) this.#rows += batch.numRows;
      if (this.#rows === manifest.rowCount) return;
      throw new TableError(
        "Misaligned",
        `${this.#rows} rows were read, and the table has ${manifest.rowCount}`,
      );
    });
  }

  /** What `look` makes, or `null` and a finding. */
  async #orFinding<T>(
    kind: string,
    path: string,
    look: () => Promise<T>,
  ): Promise<T | null> {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      // Of bytes that are as they were written, the key is what is wrong.
      const isKey = error.kind === "Encrypted" && this.#findings.length === 0;
      if (isKey) throw error;
      const isMissing = error.kind === "FileMissing";
      this.#found(isMissing ? "missing file" : kind, path, {
        sentence: error.message,
      });
      return null;
    }
  }

  #found(
    kind: string,
    path: string,
    { sentence }: { readonly sentence: string },
  ): void {
    // A file that is looked at and one that is read are damaged once.
    const isKnown = this.#findings.some((one) =>
      one.path === path && one.kind === kind || one.sentence === sentence
    );
    if (!isKnown) this.#findings.push({ kind, path, sentence });
  }
}

/** Bytes that are read at once. */
const PIECE_BYTES = 4 * 1024 * 1024;

async function sumSource(
  source: {
    readonly sizeBytes: number;
    read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array>;
  },
  crc32c: TablePorts["crc32c"],
): Promise<string> {
  let sum = 0;
  for (let at = 0; at < source.sizeBytes; at += PIECE_BYTES) {
    const count = Math.min(PIECE_BYTES, source.sizeBytes - at);
    sum = crc32c(await source.read(at, count), sum);
  }
  return sumText(sum);
}
