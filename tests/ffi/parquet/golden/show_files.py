"""Prints what a reader finds in files, as JSON by columns, a line a file.

    python3 show_files.py pyarrow|duckdb KEY FILE...
"""
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

from plain_rows import rows


def alike(column, kind):
    """DuckDB has fewer units and widths: values of one kind are comparable."""
    try:
        return column.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return column


def read(reader, path, key):
    keys = pe.create_decryption_properties(key.encode()) if key else None
    if reader == "pyarrow":
        return pq.read_table(path, decryption_properties=keys,
                             page_checksum_verification=True)
    import duckdb
    table = duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table()
    schema = pq.read_schema(path)
    return pa.table([alike(table[index], field.type)
                     for index, field in enumerate(schema)], schema.names)


if __name__ == "__main__":
    for path in sys.argv[3:]:
        table = read(sys.argv[1], path, sys.argv[2])
        print(json.dumps(rows(table)))
