"""Writes and reads one file with pyarrow, on one thread; prints CPU seconds.

    python3 pyarrow_files.py records|vectors ROWS CODEC FILE

A small file goes before, which nobody counts. With duckdb the file is read by
it too: DuckDB checks no sums.
"""
import json
import sys
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

WARM_ROWS = 2048
pa.set_cpu_count(1)
pa.set_io_thread_count(1)


def batch(kind, rows):
    """Vectors of numbers from -1 to 1, of which none repeats in a page."""
    if kind == "vectors":
        import random
        state = random.Random(6)
        few = pa.array(memoryview(state.randbytes(1024 * 1536 * 4)).cast("I"))
        few = pc.divide(pc.shift_right(few, 8).cast(pa.float32()), 2**23)
        few = pc.subtract(few, pa.scalar(1, pa.float32())).cast(pa.float32())
        numbers = pa.concat_arrays([few] * (rows // 1024 + 1))[:rows * 1536]
        return {"v": pa.FixedSizeListArray.from_arrays(numbers, 1536)}
    return {"id": pa.array(range(rows), pa.int64()),
            "v": pa.array([row * 0.1 for row in range(rows)]),
            "s": pa.array([f"name_{row}" for row in range(rows)])}


def measure(kind, rows, codec, path):
    table = pa.table(batch(kind, rows))
    start = time.process_time()
    pq.write_table(table, path, compression=codec, write_page_checksum=True,
                   row_group_size=rows if kind == "records" else 10_000)
    written = time.process_time()
    found = 0
    file = pq.ParquetFile(path, page_checksum_verification=True)
    for group in range(file.num_row_groups):
        found += file.read_row_group(group, use_threads=False).num_rows
    ended = time.process_time()
    assert found == rows
    return {"writeS": written - start, "readS": ended - written}


def by_duckdb(rows, path):
    try:
        import duckdb
    except ImportError:
        return {}
    session = duckdb.connect(config={"threads": 1})
    session.sql("SELECT 1").to_arrow_table()
    start = time.process_time()
    found = session.sql(f"SELECT * FROM '{path}'").to_arrow_table().num_rows
    ended = time.process_time()
    assert found == rows
    return {"duckdbReadS": ended - start}


if __name__ == "__main__":
    kind, rows, codec, path = sys.argv[1], int(sys.argv[2]), *sys.argv[3:5]
    measure(kind, WARM_ROWS, codec, path)
    measured = measure(kind, rows, codec, path)
    if kind == "records":
        measured |= by_duckdb(rows, path)
    print(json.dumps(measured))
