"""Reads and writes files of Vortex and Lance by their vendors' own libraries.

In: a folder with `asked.json` (library, action, options) and files in `in`.
Out: files in `out`, and `answer.json`. Rows come and go as streams of Arrow.
"""
import errno
import importlib
import importlib.metadata
import importlib.util
import json
import os
import re
import sys

PACKAGES = {"vortex": "vortex-data", "lance": "pylance"}
ROWS = "rows.arrow"
FILE = "file"
# What libraries in Rust make of a call of the system that failed.
SYSTEM_ERROR = re.compile(r"\(os error (\d+)\)")
# Places and names that are none: files say what is to be read, and where.
OF_THE_FILE = (errno.EINVAL, errno.ENOENT, errno.EOVERFLOW)


class Refused(Exception):
    """The library does not take the file for one of its own."""


class Absent(Exception):
    """A library is not here."""


def blame(error):
    """Refuses the file for what a library threw, unless it is of the host."""
    text = SYSTEM_ERROR.search(str(error))
    number = int(text[1]) if text else getattr(error, "errno", None)
    if number is not None and number not in OF_THE_FILE:
        raise error
    if isinstance(error, (MemoryError, KeyboardInterrupt, SystemExit)):
        raise error
    raise Refused(str(error))


def need(name):
    if importlib.util.find_spec(name) is None:
        package = PACKAGES.get(name, name)
        raise Absent(f"The python3 of this host has no {name}, which comes "
                     f"with the package {package}")


def load(name):
    need(name)
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise Absent(f"The {name} of this host cannot be loaded: {error!r}")


def version_of(package):
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{package} of unknown version"


def plain_type(pa, kind):
    """The type without views and dictionaries, which are ways to store."""
    if str(kind) == "string_view":
        return pa.string()
    if str(kind) == "binary_view":
        return pa.binary()
    if pa.types.is_dictionary(kind):
        return plain_type(pa, kind.value_type)
    if pa.types.is_list(kind) or str(kind).startswith("list_view<"):
        return pa.list_(plain_field(pa, kind.value_field))
    if pa.types.is_large_list(kind):
        return pa.large_list(plain_field(pa, kind.value_field))
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(plain_field(pa, kind.value_field), kind.list_size)
    if pa.types.is_struct(kind):
        return pa.struct([plain_field(pa, kind.field(at))
                          for at in range(kind.num_fields)])
    return kind


def plain_field(pa, field):
    return pa.field(field.name, plain_type(pa, field.type), field.nullable)


def plain_schema(pa, schema):
    return pa.schema([plain_field(pa, field) for field in schema])


def given_rows(pa, path):
    """A reader of all streams that stand in the file, one behind the other."""
    def batches(file, first):
        yield from first
        while file.tell() < os.path.getsize(path):
            yield from pa.ipc.open_stream(file)

    file = open(path, "rb")
    first = pa.ipc.open_stream(file)
    return pa.RecordBatchReader.from_batches(first.schema,
                                             batches(file, first))


class Folder:
    def __init__(self, path):
        self.path = path

    def given(self, name):
        return os.path.join(self.path, "in", name)

    def made(self, name):
        return os.path.join(self.path, "out", name)

    def given_names(self):
        return sorted(os.listdir(os.path.join(self.path, "in")),
                      key=lambda name: (len(name), name))

    def made_names(self):
        root = os.path.join(self.path, "out")
        return sorted(os.path.relpath(os.path.join(at, name), root)
                      for at, _, names in os.walk(root) for name in names)


def write_rows(pa, path, schema, batches, options):
    """The rows that are asked for, in batches that are not too long."""
    columns = options.get("columns", schema.names)
    plain = plain_schema(pa, pa.schema([schema.field(name)
                                        for name in columns]))
    start, end = options.get("range", (0, float("inf")))
    places = options.get("places")
    rows_max = options.get("rowsMax", 8192)
    at = 0
    with pa.OSFile(path, "wb") as sink, \
            pa.ipc.new_stream(sink, plain) as writer:
        for batch in batches:
            table = pa.Table.from_batches([batch]).select(columns).cast(plain)
            first, at = at, at + batch.num_rows
            if places is not None:
                own = [place - first for place in places
                       if first <= place < at]
                if not own:
                    continue
                table = table.take(pa.array(own, pa.int64()))
            else:
                low, high = max(start, first), min(end, at)
                if low >= high:
                    continue
                table = table.slice(low - first, high - low)
            for piece in table.combine_chunks().to_batches(rows_max):
                writer.write_batch(piece)
            if at >= end:
                break


class Vortex:
    def __init__(self, pa):
        self.pa = pa
        self.m = load("vortex")
        load("vortex.file")

    def open(self, path):
        try:
            return self.m.open(path)
        # A panic of the library is no Exception.
        except BaseException as error:
            blame(error)

    def describe(self, path):
        file = self.open(path)
        return len(file), file.dtype.to_arrow_schema()

    def batches(self, path, columns):
        return self.open(path).to_arrow(columns)

    def write(self, reader, path):
        self.m.io.write(reader, path)


class Lance:
    def __init__(self, pa):
        self.pa = pa
        self.m = load("lance")
        self.file = load("lance.file")

    def open(self, path, columns=None):
        try:
            return self.file.LanceFileReader(path, columns=columns)
        # A panic of the library is no Exception.
        except BaseException as error:
            blame(error)

    def describe(self, path):
        facts = self.open(path).metadata()
        return facts.num_rows, facts.schema

    def batches(self, path, columns):
        return self.open(path, columns).read_all().to_batches()

    def write(self, reader, path):
        with self.file.LanceFileWriter(path, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)

    def make(self, folder, options):
        """A dataset: a fragment a file, then what is asked for beside."""
        path = folder.path + "/out"
        mode = "create"
        for name in folder.given_names():
            rows = given_rows(self.pa, folder.given(name))
            made = self.m.write_dataset(rows, path, mode=mode)
            mode = "append"
        gone = options.get("deletedIds", [])
        if gone:
            made.delete(f"id IN ({', '.join(str(int(one)) for one in gone)})")
        if options.get("hasTwice"):
            made.add_columns({"twice": "id * 2"})

    def explore(self, path):
        try:
            found = self.m.dataset(path)
        # A panic of the library is no Exception.
        except BaseException as error:
            blame(error)
        names = {number: field.name()
                 for field in found.lance_schema.fields()
                 for number in numbers_of(field)}
        fragments = [self.fragment(one, names)
                     for one in found.get_fragments()]
        return found.version, found.schema, fragments

    def fragment(self, one, names):
        files = [self.part(file, names) for file in one.data_files()]
        rows = one.scanner(columns=[], with_row_address=True).to_table()
        low = one.fragment_id << 32
        return {
            "id": one.fragment_id,
            "physicalRows": one.physical_rows,
            "deletedRows": one.num_deletions,
            "files": [file for file in files if file["columns"]],
            "live": ranges_of(at - low for at in rows["_rowaddr"].to_pylist()),
        }

    def part(self, file, names):
        if file.file_major_version < 2:
            raise Refused(f"data/{file.path} has version "
                          f"{file.file_major_version} of the format, and 2 is "
                          "the first that can be read alone")
        columns = dict.fromkeys(names[number] for number in file.fields
                                if number in names)
        return {"path": f"data/{file.path}", "columns": list(columns)}


def numbers_of(field):
    """Of a nested column some versions list only the leaves."""
    yield field.id()
    for child in field.children():
        yield from numbers_of(child)


def ranges_of(rows):
    ranges = []
    for row in rows:
        if ranges and ranges[-1][1] == row:
            ranges[-1][1] = row + 1
        else:
            ranges.append([row, row + 1])
    return ranges


KINDS = {"vortex": Vortex, "lance": Lance}


def act(library, action, options, folder):
    """The facts that are asked for; files go where the folder says."""
    pa = library.pa
    if action == "find":
        return {}
    if action == "make":
        library.make(folder, options)
        return {}
    if action == "write":
        library.write(given_rows(pa, folder.given(ROWS)), folder.made(FILE))
        return {}
    rows = folder.made(ROWS)
    if action == "explore":
        version, schema, fragments = library.explore(folder.path + "/in")
        write_rows(pa, rows, schema, [], {})
        return {"version": version, "fragments": fragments}
    path = folder.given(FILE)
    if action == "describe":
        count, schema = library.describe(path)
        write_rows(pa, rows, schema, [], {})
        return {"rows": count}
    batches = library.batches(path, options["columns"])
    write_rows(pa, rows, batches.schema, guarded(batches), options)
    return {}


def guarded(batches):
    """What goes wrong in the library is about the file, or the host."""
    while True:
        try:
            batch = batches.read_next_batch()
        except StopIteration:
            return
        # A panic of the library is no Exception.
        except BaseException as error:
            blame(error)
        yield batch


def answer_for(asked, folder):
    name, action = asked["library"], asked["action"]
    try:
        need(name)
        library = KINDS[name](load("pyarrow"))
        facts = act(library, action, asked["options"], folder)
    except Absent as error:
        return {"absent": str(error)}
    except Refused as error:
        lines = str(error).strip().splitlines()
        return {"refused": f"{name} does not take it: " +
                (lines[0] if lines else "it says nothing")}
    except BaseException as error:
        return {"failed": f"Cannot {action} by {name}: {error!r}"}
    versions = f"{version_of(PACKAGES[name])} with {version_of('pyarrow')}"
    return {"versions": versions, "facts": facts, "files": folder.made_names()}


def main(path):
    with open(f"{path}/asked.json", encoding="utf-8") as file:
        asked = json.load(file)
    answer = answer_for(asked, Folder(path))
    with open(f"{path}/answer.json", "w", encoding="utf-8") as file:
        json.dump(answer, file)


main(sys.argv[1])
