/** Bodies of `table.compression.*`: codecs, their levels, and dictionaries. */
import type { RecordBatch } from "apache-arrow";
import { holds } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";
import {
  onTables,
  refuses,
  scanned,
  type TableBench,
  type Texts,
} from "./table_bench.ts";
import { judgeSameRows } from "./same_rows.ts";

const ROWS = 3000;

/** Rows that say much the same, in a column of each kind. */
function plainRows(
  bench: TableBench,
  words = (row: number) => row * 7919 % 9973,
): RecordBatch {
  const { arrow } = bench;
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  return bench.batch({
    id: arrow.makeVector(BigInt64Array.from(rows, BigInt)),
    word: arrow.vectorFromArray(
      rows.map((row) => `a word that comes again ${words(row)}`),
      new arrow.Utf8(),
    ),
    part: arrow.makeVector(Float64Array.from(rows, (row) => (row >> 4) / 2)),
  });
}

/** Writes the rows, holds them against what comes back, gives their bytes. */
async function storedBytes(
  bench: TableBench,
  batch: RecordBatch,
  properties: Texts,
): Promise<number> {
  const name = Object.values(properties).join("-");
  const empty = await bench.open(name);
  const table = await bench.append(empty, [batch], properties);
  judgeSameRows([batch], await scanned(table), `The table of ${name}`);
  const files = table.manifest.groups.flatMap((group) => group.files);
  let sum = 0;
  for (const { path } of files) sum += await table.store.sizeOf(path) ?? 0;
  return sum;
}

const NO_DICTIONARY = { "writer.enable_dictionary": "false" };

const plainBytes = (bench: TableBench, batch: RecordBatch) =>
  storedBytes(bench, batch, {
    ...NO_DICTIONARY,
    "writer.compression": "uncompressed",
  });

/** Rows in that codec are smaller, and the same rows. */
export function compressedBy(codec: string) {
  return onTables(async (bench) => {
    const batch = plainRows(bench);
    const plain = await plainBytes(bench, batch);
    const packed = await storedBytes(bench, batch, {
      ...NO_DICTIONARY,
      "writer.compression": codec,
    });
    holds(
      packed < plain,
      `${codec} makes ${packed} bytes of rows that take ${plain} plain`,
    );
    return `${ROWS} rows take ${packed} bytes as ${codec} and ${plain} plain`;
  });
}

const WORDS = "a bar can dip each far gone her into just kept lit most near " +
  "onto part quit rest soon took upon very with year zone";

/** Sentences: what levels are made for, where numbers may do worse. */
function prose(bench: TableBench): RecordBatch {
  const { arrow, env } = bench;
  const words = WORDS.split(" ");
  const drawn = seededBytes({ sizeBytes: ROWS * 12, seed: env.seed, salt: 9 });
  const texts = Array.from(
    { length: ROWS },
    (_, row) =>
      [...drawn.subarray(row * 12, (row + 1) * 12)]
        .map((byte) => words[byte % words.length]).join(" "),
  );
  return bench.batch({ text: arrow.vectorFromArray(texts, new arrow.Utf8()) });
}

/** Levels of a codec, and those that it has not. */
export const level = onTables(async (bench) => {
  const batch = prose(bench);
  const sizes: number[] = [];
  for (const one of ["1", "3", "19"]) {
    sizes.push(
      await storedBytes(bench, batch, {
        ...NO_DICTIONARY,
        "writer.compression": "zstd",
        "writer.compression_level": one,
      }),
    );
  }
  holds(
    (sizes[2] ?? 0) <= (sizes[0] ?? 0),
    `Level 19 makes ${sizes[2]} bytes, and level 1 ${sizes[0]}`,
  );
  const empty = await bench.open();
  for (
    const [codec, given] of [
      ["zstd", "23"],
      ["gzip", "10"],
      ["snappy", "1"],
    ] as const
  ) {
    const properties = {
      "writer.compression": codec,
      "writer.compression_level": given,
    };
    await refuses(
      () => empty.writer(batch.schema, properties),
      ["UsageError"],
      `Level ${given} of ${codec}`,
    );
  }
  return `zstd makes ${sizes.join(", ")} bytes at levels 1, 3 and 19; levels ` +
    "that a codec has not are refused";
});

/** Few words in many rows, and as many words as rows. */
export const dictionaryEncoding = onTables(async (bench) => {
  const { arrow } = bench;
  const few = plainRows(bench, (row) => row % 11);
  const many = bench.batch({
    word: arrow.vectorFromArray(
      Array.from({ length: ROWS }, (_, row) => `word ${row * 7919} of many`),
      new arrow.Utf8(),
    ),
  });
  const bytesOf = (batch: RecordBatch, isOn: boolean, name: string) =>
    storedBytes(bench, batch, {
      "writer.compression": "uncompressed",
      "writer.enable_dictionary": `${isOn}`,
      "case.name": name,
    });
  const [with_, without] = [
    await bytesOf(few, true, "few"),
    await bytesOf(few, false, "few"),
  ];
  holds(
    with_ < without,
    `11 words in ${ROWS} rows take ${with_} bytes with a dictionary, and ` +
      `${without} without`,
  );
  const [fallen, plain] = [
    await bytesOf(many, true, "many"),
    await bytesOf(many, false, "many"),
  ];
  holds(
    fallen < plain * 1.5,
    `Words that differ take ${fallen} bytes with a dictionary, and ${plain} ` +
      "without: it should be given up",
  );
  return `11 words take ${with_} bytes with a dictionary and ${without} ` +
    `without; ${ROWS} different ones ${fallen} and ${plain}`;
});

/** Bytes as they are. */
export const noCompression = onTables(async (bench) => {
  const batch = plainRows(bench);
  const plain = await plainBytes(bench, batch);
  const raw = ROWS * 16;
  holds(
    plain > raw,
    `Without compression the rows take ${plain} bytes: the numbers alone are ` +
      `${raw}`,
  );
  return `${ROWS} rows take ${plain} bytes without compression`;
});

/** What each codec saves, and that noise does not grow. */
export const ratio = onTables(async (bench) => {
  const batch = plainRows(bench);
  const noise = bench.rows.batch(0, ROWS);
  const plain = await plainBytes(bench, batch);
  const noisePlain = await storedBytes(bench, noise, {
    ...NO_DICTIONARY,
    "writer.compression": "uncompressed",
    "case.name": "noise",
  });
  const told: string[] = [];
  for (const codec of ["snappy", "gzip", "zstd", "lz4", "brotli"]) {
    const packed = await storedBytes(bench, batch, {
      ...NO_DICTIONARY,
      "writer.compression": codec,
    });
    holds(packed < plain, `${codec} makes ${packed} bytes of ${plain}`);
    const noiseBytes = await storedBytes(bench, noise, {
      ...NO_DICTIONARY,
      "writer.compression": codec,
      "case.name": "noise",
    });
    holds(
      noiseBytes <= noisePlain * 1.01 + 500,
      `${codec} makes ${noiseBytes} bytes of ${noisePlain} that are noise`,
    );
    told.push(`${codec} 1/${(plain / packed).toFixed(1)}`);
  }
  return `Of what is plain ${told.join(", ")}; noise does not grow`;
});
