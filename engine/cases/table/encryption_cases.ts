/** Bodies of `table.encryption.*`: files that only a key opens. */
import type { Table } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  refuses,
  scanned,
  type TableBench,
  type Texts,
} from "./table_bench.ts";

const ROWS = 600;
const META = "key of the case";
const LETTERS = "0123456789abcdefghijklmnopqrstuv";

interface Encryption {
  readonly algorithm?: "AES_GCM_V1" | "AES_GCM_CTR_V1";
  readonly keyBytes?: number;
  readonly more?: Texts;
}

async function encrypted(
  bench: TableBench,
  { algorithm = "AES_GCM_V1", keyBytes = 16, more = {} }: Encryption = {},
): Promise<Table> {
  const empty = await bench.open(`${algorithm}-${keyBytes}`);
  return await bench.append(empty, [bench.rows.batch(0, ROWS)], {
    "writer.compression": "uncompressed",
    "writer.enc.enable": "true",
    "writer.enc.key": LETTERS.slice(0, keyBytes),
    "writer.enc.meta": META,
    "writer.enc.algorithm": algorithm,
    ...more,
  });
}

const keyOf = (keyBytes: number) =>
  new TextEncoder().encode(LETTERS.slice(0, keyBytes));

const keyFor = (keyBytes: number) => ({
  retrieveKey: () => keyOf(keyBytes),
});

/** Breaks the case if a file can be read by who has no key. */
async function judgeHidden(table: Table): Promise<number> {
  const files = table.manifest.groups.flatMap((group) => group.files);
  for (const { path } of files) {
    const bytes = await table.store.get(path);
    const text = new TextDecoder("latin1").decode(bytes);
    holds(
      text.startsWith("PARE") && text.endsWith("PARE"),
      `"${path}" begins "${text.slice(0, 4)}", and should "PARE"`,
    );
    const schema = ["name", "value"].filter((word) => text.includes(word));
    holds(
      schema.length === 0,
      `"${path}" is encrypted, and tells "${schema.join('", "')}"`,
    );
  }
  return files.length;
}

async function judgeReadable(
  bench: TableBench,
  table: Table,
  keyBytes: number,
): Promise<void> {
  const again = await table.refresh();
  const batches = await scanned(again, keyFor(keyBytes));
  judgeKnownRows(bench, batches, { start: 0, end: ROWS });
}

/** Written with it, hidden, and the same rows for who has the key. */
export function encryptedBy(encryption: Encryption) {
  const { algorithm = "AES_GCM_V1", keyBytes = 16 } = encryption;
  return onTables(async (bench) => {
    const table = await encrypted(bench, encryption);
    await judgeHidden(table);
    await judgeReadable(bench, table, keyBytes);
    return `${ROWS} rows by ${algorithm} with a key of ${keyBytes} bytes are ` +
      "hidden, and came as they were written";
  });
}

/** Nobody gives a key. */
export const withoutKey = onTables(async (bench) => {
  const table = await encrypted(bench);
  const said = await refuses(
    () => scanned(table),
    ["Encrypted"],
    "Reading without a key",
  );
  return `Without a key no row came: ${said}`;
});

/** Keys of the same and of another length. */
export const wrongKey = onTables(async (bench) => {
  for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
    const table = await encrypted(bench, { algorithm });
    for (const key of [keyOf(16).reverse(), keyOf(32)]) {
      await refuses(
        () => scanned(table, { retrieveKey: () => key }),
        ["Encrypted"],
        `Reading with another key of ${key.length} bytes`,
      );
    }
  }
  return "With other keys no row came, by either algorithm";
});

/** Who knows the keys is asked by what the file tells. */
export const keyRetriever = onTables(async (bench) => {
  const table = await encrypted(bench);
  const asked: string[] = [];
  const retrieveKey = (meta: string) => {
    asked.push(meta);
    return keyOf(16);
  };
  const batches = await scanned(table, { retrieveKey });
  judgeKnownRows(bench, batches, { start: 0, end: ROWS });
  holds(
    asked.length > 0 && asked.every((meta) => meta === META),
    `Who knows the keys was asked for ${JSON.stringify(asked)}, and should ` +
      `for ${JSON.stringify(META)}`,
  );
  return `The key was asked for by "${META}", ${asked.length} times`;
});

/** What tells the key survives a new start. */
export const metadataPersistence = onTables(async (bench) => {
  const table = await (await encrypted(bench)).refresh();
  const files = table.manifest.groups.flatMap((group) => group.files);
  const other = files
    .find(({ properties }) => properties["encryption.meta"] !== META);
  holds(
    files.length > 0 && other === undefined,
    `The manifest keeps ${JSON.stringify(other?.properties)} of a file, and ` +
      `should keep "${META}"`,
  );
  await judgeReadable(bench, table, 16);
  return "What tells the key is in the manifest and in the file";
});

/** Every file of every group is hidden. */
export const columnGroups = onTables(async (bench) => {
  const table = await encrypted(bench, {
    more: {
      "writer.policy": "schema_based",
      "writer.split.schema_based.patterns": "id, name, value",
    },
  });
  const files = await judgeHidden(table);
  holds(files === 3, `There are ${files} files, and should be 3`);
  await judgeReadable(bench, table, 16);
  return "Each of 3 column groups is encrypted, and read with the key";
});
