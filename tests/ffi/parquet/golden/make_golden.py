"""Writes the golden files of this folder, and what is in them, as JSON.

    python3 make_golden.py FOLDER

needs pyarrow and duckdb; `plain_rows.py` says how values are written down.
"""
import decimal
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

from plain_rows import rows

ROWS = 120


def every(make):
    return [None if row % 7 == 3 else make(row) for row in range(ROWS)]


def types():
    words = ["", "name", "\u540d\u524d", "\U0001f600", "a\0b"]
    utc = pa.timestamp("us", "UTC")
    return pa.table({
        "bool": pa.array(every(lambda i: i % 3 == 0)),
        "i8": pa.array(every(lambda i: i - 60), pa.int8()),
        "u8": pa.array(every(lambda i: i), pa.uint8()),
        "i16": pa.array(every(lambda i: i * -200), pa.int16()),
        "u16": pa.array(every(lambda i: i * 500), pa.uint16()),
        "i32": pa.array(every(lambda i: i * -77777), pa.int32()),
        "u32": pa.array(every(lambda i: 4000000000 + i), pa.uint32()),
        "i64": pa.array(every(lambda i: 2**62 - i), pa.int64()),
        "u64": pa.array(every(lambda i: 2**64 - 1 - i), pa.uint64()),
        "f32": pa.array(every(lambda i: i / 4), pa.float32()),
        "f64": pa.array(every(lambda i: i / 3), pa.float64()),
        "text": pa.array(every(lambda i: words[i % 5])),
        "\u540d\u524d \"\U0001f600\".x": pa.array(every(lambda i: f"{i}")),
        "bytes": pa.array(every(lambda i: bytes([i, 0, 255])), pa.binary()),
        "fixed": pa.array(every(lambda i: bytes([i, 1, 2])), pa.binary(3)),
        "date": pa.array(every(lambda i: i * 100), pa.date32()),
        "time": pa.array(every(lambda i: i * 1000), pa.time64("us")),
        "ms": pa.array(every(lambda i: i * 1000), pa.timestamp("ms")),
        "us": pa.array(every(lambda i: i * 1001), utc),
        "ns": pa.array(every(lambda i: i * 1000001), pa.timestamp("ns")),
        "dec9": pa.array(every(lambda i: decimal.Decimal(i - 60) / 100),
                         pa.decimal128(9, 2)),
        "dec38": pa.array(every(lambda i: decimal.Decimal(10**30 + i)
                                * (-1)**i), pa.decimal128(38, 0)),
        "list": pa.array(every(lambda i: [i, None, i][:i % 4]),
                         pa.list_(pa.int32())),
        "deep": pa.array(every(lambda i: [[[f"{i}"], []], [], None][i % 3:]),
                         pa.list_(pa.list_(pa.list_(pa.string())))),
        "struct": pa.array(every(lambda i: {"a": i, "b": None if i % 2 else
                                            f"b{i}"}),
                           pa.struct([("a", pa.int32()), ("b", pa.string())])),
        "structs": pa.array(every(lambda i: [{"x": i}, None][:i % 3]),
                            pa.list_(pa.struct([("x", pa.int64())]))),
        "vector": pa.array([[i, i / 2] for i in range(ROWS)],
                           pa.list_(pa.float32(), 2)),
        "word": pa.array(every(lambda i: words[i % 3])).dictionary_encode(),
    })


def save(folder, name, table):
    with open(f"{folder}/{name}.golden", "w", encoding="utf-8") as out:
        json.dump(rows(table), out, ensure_ascii=False, indent=None)
        out.write("\n")


def main():
    import duckdb

    folder = sys.argv[1]
    table = types()
    save(folder, "types", table)
    pq.write_table(table, f"{folder}/pyarrow_v1.parquet", row_group_size=50)
    pq.write_table(table, f"{folder}/pyarrow_v2.parquet", compression="zstd",
                   data_page_version="2.0", use_dictionary=False,
                   row_group_size=50, data_page_size=256,
                   write_page_checksum=True)
    deltas = {"i32": "DELTA_BINARY_PACKED", "i64": "DELTA_BINARY_PACKED",
              "text": "DELTA_BYTE_ARRAY", "bytes": "DELTA_LENGTH_BYTE_ARRAY",
              "fixed": "DELTA_BYTE_ARRAY", "f32": "BYTE_STREAM_SPLIT",
              "f64": "BYTE_STREAM_SPLIT", "bool": "RLE"}
    pq.write_table(table.select(list(deltas)), f"{folder}/pyarrow_delta.parquet",
                   use_dictionary=False, column_encoding=deltas)
    some = table.select(["i64", "text", "list"])
    for codec in ["none", "gzip", "brotli", "lz4", "zstd"]:
        pq.write_table(some, f"{folder}/pyarrow_{codec}.parquet",
                       compression=codec)
    for name, plain_footer, algorithm, size in [
            ("sealed", False, "AES_GCM_V1", 24),
            ("signed", True, "AES_GCM_CTR_V1", 32)]:
        keys = pe.create_encryption_properties(
            b"k" * size, aad_prefix=b"table", encryption_algorithm=algorithm,
            plaintext_footer=plain_footer)
        pq.write_table(some, f"{folder}/pyarrow_{name}.parquet",
                       encryption_properties=keys)
    left = ["time", "vector", "word", "dec9", "us"]
    columns = [name for name in table.column_names if name not in left]
    shown = table.select(columns)
    duckdb.register("shown", shown)
    for version in ["V1", "V2"]:
        path = f"{folder}/duckdb_{version.lower()}.parquet"
        duckdb.sql(f"COPY shown TO '{path}' (FORMAT parquet, CODEC 'zstd', "
                   f"PARQUET_VERSION {version})")


if __name__ == "__main__":
    main()
