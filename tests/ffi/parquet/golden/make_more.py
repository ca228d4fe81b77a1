"""Writes golden files of rarer types and encodings, and what is in them.

    python3 make_more.py FOLDER

needs pyarrow and duckdb; `plain_rows.py` says how values are written down.
"""
import decimal
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq

from plain_rows import rows

ROWS = 40
MANY = 500


def every(make):
    return [None if row % 7 == 3 else make(row) for row in range(ROWS)]


def nested(i):
    inside = {"c": i, "d": [f"x{i}"] * (i % 3), "e": decimal.Decimal(i) / 4}
    return {"a": {"b": [inside, None][:i % 3]}}


def types():
    item = pa.struct([("c", pa.timestamp("us")), ("d", pa.list_(pa.string())),
                      ("e", pa.decimal128(12, 2))])
    words = pa.array([f"w{row % 3}" for row in range(ROWS)])
    needed = pa.field("element", pa.int32(), nullable=False)
    columns = {
        "map": pa.array(every(lambda i: [(f"k{j}", j) for j in range(i % 3)]),
                        pa.map_(pa.string(), pa.int32())),
        "map of lists": pa.array(
            every(lambda i: [(j, [j, None][:j]) for j in range(i % 4)]),
            pa.map_(pa.int32(), pa.list_(pa.int32()))),
        "time s": pa.array(every(lambda i: i), pa.time32("s")),
        "time ms": pa.array(every(lambda i: i * 1000), pa.time32("ms")),
        "time ns": pa.array(every(lambda i: i * 1001), pa.time64("ns")),
        "date ms": pa.array(every(lambda i: i * 86400000), pa.date64()),
        "f16": pa.array(every(lambda i: i / 4), pa.float16()),
        "large": pa.array(every(lambda i: f"l{i}"), pa.large_string()),
        "large bytes": pa.array(every(lambda i: bytes([i])),
                                pa.large_binary()),
        "large list": pa.array(every(lambda i: [i] * (i % 3)),
                               pa.large_list(pa.int64())),
        "duration": pa.array(every(lambda i: i), pa.duration("ms")),
        "null": pa.nulls(ROWS),
        "dec76": pa.array(every(lambda i: decimal.Decimal(-10**60 + i)),
                          pa.decimal256(76, 0)),
        "s": pa.array(every(lambda i: i), pa.timestamp("s")),
        "ns there": pa.array(every(lambda i: -i * 1000),
                             pa.timestamp("ns", "Europe/Berlin")),
        "decimals": pa.array(
            every(lambda i: [decimal.Decimal(-i) / 4, None][:i % 3]),
            pa.list_(pa.decimal128(12, 2))),
        "nested": pa.array(every(nested),
                           pa.struct([("a", pa.struct([("b",
                                                        pa.list_(item))]))])),
        "numbers": pa.array(every(lambda i: i % 4)).dictionary_encode(),
        "words": pa.ListArray.from_arrays(
            pa.array(range(ROWS + 1), pa.int32()), words.dictionary_encode()),
        "view": pa.array(every(lambda i: f"view{i}"), pa.string_view()),
        "uuid": pa.ExtensionArray.from_storage(
            pa.uuid(), pa.array(every(lambda i: bytes([i] * 16)),
                                pa.binary(16))),
        "vector": pa.array(every(lambda i: [i, i + 1, i / 2]),
                           pa.list_(pa.float32(), 3)),
        "needed": pa.array(range(ROWS), pa.int32()),
        "needed text": pa.array([f"r{row}" for row in range(ROWS)]),
        "needed list": pa.array([[row] * (row % 3) for row in range(ROWS)],
                                pa.list_(needed)),
    }
    return pa.table(list(columns.values()), schema=pa.schema(
        [pa.field(name, one.type, nullable=not name.startswith("needed"))
         for name, one in columns.items()]))


def encoded():
    """By encodings of others: each column as `ENCODINGS` says."""
    return pa.table({
        "i32": pa.array(every(lambda i: i * -7777), pa.int32()),
        "i64": pa.array(every(lambda i: 2**60 - i), pa.int64()),
        "fixed": pa.array(every(lambda i: bytes([i, 1, 2])), pa.binary(3)),
        "f16": pa.array(every(lambda i: i / 4), pa.float16()),
        "ints": pa.array(every(lambda i: [i, None, -i][:i % 4]),
                         pa.list_(pa.int32())),
        "texts": pa.array(every(lambda i: [f"p{i}", None, f"p{i}q"][:i % 4]),
                          pa.list_(pa.string())),
        "text": pa.array(every(lambda i: f"before{i}")),
        "dec": pa.array(every(lambda i: decimal.Decimal(i - 20)),
                        pa.decimal128(20, 0)),
        "bool": pa.array(every(lambda i: i % 2 == 0)),
    })


ENCODINGS = {"i32": "BYTE_STREAM_SPLIT", "i64": "BYTE_STREAM_SPLIT",
             "fixed": "BYTE_STREAM_SPLIT", "f16": "BYTE_STREAM_SPLIT",
             "ints.list.element": "DELTA_BINARY_PACKED",
             "texts.list.element": "DELTA_BYTE_ARRAY",
             "text": "DELTA_LENGTH_BYTE_ARRAY", "dec": "DELTA_BYTE_ARRAY",
             "bool": "RLE"}


def wide():
    """Names of many alphabets, so that no two of them are alike."""
    marks = ["", " ", ".", '"', "\u540d\u524d", "\U0001f600", "\u00e9", "\n"]
    kinds = [([7, None], pa.int32()), (["v", None], pa.string()),
             ([0.5, None], pa.float64()), ([True, None], pa.bool_())]
    return pa.table({f"{marks[i % 8]}{i}": pa.array(*kinds[i % 4])
                     for i in range(MANY)})


DUCK = """
SELECT i::HUGEINT AS huge, ('00000000-0000-0000-0000-' ||
    lpad(i::VARCHAR, 12, '0'))::UUID AS uuid, MAP {'a': i, 'b': NULL} AS map,
  TIME '01:02:03' + INTERVAL (i) SECOND AS time,
  TIMESTAMP '2020-01-01' + INTERVAL (i) DAY AS us,
  TIMESTAMPTZ '2020-01-01 00:00:00+00' + INTERVAL (i) HOUR AS utc,
  [i, NULL, i + 1]::INT[3] AS three, {'a': i, 'b': [i::VARCHAR]} AS struct,
  i::DECIMAL(9, 2) AS dec9, -i::DECIMAL(18, 2) AS dec18,
  (i * 1000)::DECIMAL(38, 2) AS dec38, '{"a":1}'::JSON AS json,
  CASE i % 2 WHEN 0 THEN 'even' ELSE 'odd' END::ENUM('even', 'odd') AS enum,
  i::UTINYINT AS u8, INTERVAL (i) DAY AS days,
  CASE WHEN i % 7 = 3 THEN NULL ELSE [[i], []] END AS deep,
  'the same text before ' || i AS text, i * 1000000007 AS far
FROM range(40) of_rows(i)
"""


def main():
    import duckdb

    folder = sys.argv[1]

    def save(name, table, **options):
        path = f"{folder}/{name}"
        if table is not None:
            pq.write_table(table, f"{path}.parquet", **options)
        with open(f"{path}.golden", "w", encoding="utf-8") as out:
            found = pq.read_table(f"{path}.parquet")
            json.dump(rows(found), out, ensure_ascii=False)
            out.write("\n")

    save("pyarrow_rare_v1", types(), row_group_size=25)
    save("pyarrow_rare_v2", types(), row_group_size=25, store_schema=False,
         data_page_version="2.0", compression="zstd", data_page_size=64,
         write_page_checksum=True, use_compliant_nested_type=False)
    save("pyarrow_old", types().select(["s", "ns there", "decimals"]),
         use_deprecated_int96_timestamps=True, store_decimal_as_integer=True)
    for version in ["1.0", "2.0"]:
        save(f"pyarrow_encoded_v{version[0]}", encoded(), compression="snappy",
             use_dictionary=False, data_page_version=version,
             column_encoding=ENCODINGS)
    save("pyarrow_wide", wide(), compression="none", use_dictionary=False,
         write_statistics=False, store_schema=False)
    for version in ["V1", "V2"]:
        name = f"duckdb_rare_{version.lower()}"
        duckdb.sql(f"COPY ({DUCK}) TO '{folder}/{name}.parquet' (FORMAT "
                   f"parquet, PARQUET_VERSION {version})")
        save(name, None)


if __name__ == "__main__":
    main()
