"""Writes and reads one file with pyarrow, on one thread; prints CPU seconds.

    python3 pyarrow_files.py records|vectors ROWS CODEC FILE
"""
import json
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq

kind, rows, codec, path = sys.argv[1], int(sys.argv[2]), *sys.argv[3:5]
pa.set_cpu_count(1)
pa.set_io_thread_count(1)


def batch():
    if kind == "vectors":
        import random
        state = random.Random(6)
        few = pa.array(memoryview(state.randbytes(1024 * 1536 * 2)).cast("H"))
        numbers = pa.concat_arrays([few] * (rows // 1024 + 1))
        numbers = numbers[:rows * 1536].cast(pa.float32())
        return {"v": pa.FixedSizeListArray.from_arrays(numbers, 1536)}
    return {"id": pa.array(range(rows), pa.int64()),
            "v": pa.array([row * 0.1 for row in range(rows)]),
            "s": pa.array([f"name_{row}" for row in range(rows)])}


table = pa.table(batch())
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
print(json.dumps({"writeS": written - start, "readS": ended - written}))
