"""Prints what a reader finds in files, as JSON by columns, a line a file.

    python3 show_files.py pyarrow|duckdb KEY FILE...
"""
import json
import sys

import make_golden


def read(reader, path, key):
    if reader == "duckdb":
        import duckdb
        table = duckdb.sql(f"SELECT * FROM '{path}'").fetch_arrow_table()
        # It has no milliseconds, and makes microseconds of them.
        index = table.column_names.index("ms")
        column = table["ms"].cast(make_golden.pa.timestamp("ms"))
        return table.set_column(index, "ms", column)
    import pyarrow.parquet as pq
    import pyarrow.parquet.encryption as pe
    keys = pe.create_decryption_properties(key.encode()) if key else None
    return pq.read_table(path, decryption_properties=keys,
                         page_checksum_verification=True)


if __name__ == "__main__":
    for path in sys.argv[3:]:
        table = read(sys.argv[1], path, sys.argv[2])
        print(json.dumps(make_golden.rows(table)))
