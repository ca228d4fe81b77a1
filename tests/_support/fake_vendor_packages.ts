/**
 * Packages that stand for pyarrow, vortex and lance where Python has none of
 * them: just as much of each as the script of vendors' formats asks for. Rows
 * are bytes to them, and their files are those bytes behind a mark.
 */

const PYARROW = `
import builtins, contextlib

class Field:
    name, type, nullable = "x", "int64", True

class Schema(list):
    names = ["x"]
    def field(self, name): return Field

class Rows:
    """Bytes, in the clothes of a batch, of a table and of a reader."""
    num_rows, schema = 3, Schema()
    def __init__(self, body): self.body = body
    def same(self, *_): return self
    select = cast = slice = combine_chunks = same
    def to_batches(self, rows): return [self]
    def __iter__(self): return iter([self])

class Table:
    @staticmethod
    def from_batches(batches): return batches[0]

class RecordBatchReader:
    @staticmethod
    def from_batches(schema, batches): return next(iter(batches))

class ipc:
    @staticmethod
    def open_stream(file): return Rows(file.read())
    @staticmethod
    def new_stream(sink, schema):
        class Writer:
            def write_batch(self, batch): sink.write(batch.body)
        return contextlib.nullcontext(Writer())

class types:
    @staticmethod
    def never(kind): return False
    is_dictionary = is_list = is_large_list = is_fixed_size_list = never
    is_struct = never

def OSFile(path, mode): return builtins.open(path, mode)
def schema(fields): return Schema(fields)
def field(name, kind, nullable): return Field
`;

const VORTEX = `
import builtins, os, pyarrow

class io:
    @staticmethod
    def write(rows, path):
        if rows.body == b"die": os._exit(7)
        with builtins.open(path, "wb") as file: file.write(b"MARK" + rows.body)

THROWN = {
    b"panic": BaseException("torn page"),
    b"sentence": OSError("no such page"),
    b"offset": OSError(22, "Invalid argument"),
    b"memory": MemoryError("64 GiB"),
    b"files": OSError(24, "Too many open files"),
    b"rust": RuntimeError("Too many open files (os error 24)"),
    b"stop": KeyboardInterrupt(),
}

class Batches:
    schema = pyarrow.Schema()
    def __init__(self, body): self.bodies = [body]
    def read_next_batch(self):
        if not self.bodies: raise StopIteration
        if self.bodies[0] in THROWN: raise THROWN[self.bodies[0]]
        return pyarrow.Rows(self.bodies.pop())

def open(path):
    with builtins.open(path, "rb") as file: body = file.read()
    if body[:4] != b"MARK":
        raise THROWN.get(body, ValueError("no mark\\nand more of it"))
    class File:
        def to_arrow(self, columns): return Batches(body[4:])
    return File()
`;

/** A folder for `PYTHONPATH`; `body` is run with its path. */
export async function withFakeVendorPackages(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-fakes-" });
  try {
    await Deno.writeTextFile(`${folder}/pyarrow.py`, PYARROW);
    await Deno.mkdir(`${folder}/vortex`);
    await Deno.writeTextFile(`${folder}/vortex/__init__.py`, VORTEX);
    await Deno.writeTextFile(`${folder}/vortex/file.py`, "");
    await Deno.writeTextFile(`${folder}/lance.py`, 'raise OSError("no GLIBC")');
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
