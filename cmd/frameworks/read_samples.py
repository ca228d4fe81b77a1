"""Reads files by a framework and compares each element with what was written.

In: the path of a JSON file that names a module, files, and for each array its
element type, its shape and a file with its elements. Out: one line of JSON.
"""
import importlib
import importlib.util
import json
import sys

SHOWN_MAX = 5


class NotRead(Exception):
    """This framework has no reader for the format here."""


def optional(name, why):
    if importlib.util.find_spec(name) is None:
        raise NotRead(f"{why} needs {name}")
    return importlib.import_module(name)


class Torch:
    def __init__(self, module):
        self.m = module

    def raw(self, path, array):
        count = array["shape"][0] if array["shape"] else 1
        for length in array["shape"][1:]:
            count *= length
        kind = getattr(self.m, array["element"])
        return self.m.from_file(path, shared=False, size=count, dtype=kind)

    def of_numpy(self, a):
        return self.m.from_numpy(a)

    def safetensors(self, path):
        reader = optional("safetensors", ".safetensors")
        return importlib.import_module("safetensors.torch").load_file(path)

    def facts(self, t):
        element = str(t.dtype).removeprefix("torch.")
        flat = t.contiguous().reshape(-1).view(self.m.uint8)
        return element, list(t.shape), bytes(flat.tolist())


class NumpyBased:
    """Frameworks whose arrays become arrays of numpy."""

    def facts(self, a):
        a = self.back(a)
        return str(a.dtype), list(a.shape), a.tobytes()

    def raw(self, path, array):
        numpy = optional("numpy", "raw bytes")
        kind = numpy.dtype(array["element"])
        flat = numpy.fromfile(path, dtype=kind)
        return self.of_numpy(flat)


class Jax(NumpyBased):
    def __init__(self, module):
        # Without it, elements of 8 bytes are cut to 4 in silence.
        module.config.update("jax_enable_x64", True)
        self.jnp = importlib.import_module("jax.numpy")

    def of_numpy(self, a):
        return self.jnp.asarray(a)

    def back(self, a):
        return optional("numpy", "jax").asarray(a)

    def safetensors(self, path):
        optional("safetensors", ".safetensors")
        return importlib.import_module("safetensors.flax").load_file(path)


class TensorFlow(NumpyBased):
    def __init__(self, module):
        self.m = module

    def of_numpy(self, a):
        return self.m.constant(a)

    def back(self, a):
        return a.numpy()

    def raw(self, path, array):
        kind = getattr(self.m, array["element"])
        return self.m.io.decode_raw(self.m.io.read_file(path), kind)

    def tfrecord(self, path):
        decode = self.m.io.decode_raw
        records = self.m.data.TFRecordDataset([path])
        return [decode(record, self.m.uint8) for record in records]

    def safetensors(self, path):
        optional("safetensors", ".safetensors")
        reader = importlib.import_module("safetensors.tensorflow")
        return reader.load_file(path)


def npy(framework, path):
    numpy = optional("numpy", ".npy")
    loaded = numpy.load(path, allow_pickle=False)
    return framework.of_numpy(loaded)


def npz(framework, path):
    numpy = optional("numpy", ".npz")
    with numpy.load(path, allow_pickle=False) as archive:
        return [framework.of_numpy(archive[name]) for name in archive.files]


def shard(framework, path):
    """By webdataset where it is, else by tarfile, in the order of the shard."""
    numpy = optional("numpy", "webdataset")
    import io
    if importlib.util.find_spec("webdataset") is not None:
        webdataset = importlib.import_module("webdataset")
        samples = webdataset.WebDataset(path, shardshuffle=False)
        parts = [(one["__key__"], one["npy"]) for one in samples]
    else:
        import tarfile
        with tarfile.open(path) as tar:
            parts = [(member.name.removesuffix(".npy"),
                      tar.extractfile(member).read()) for member in tar]
    return [(key, framework.of_numpy(numpy.load(io.BytesIO(body))))
            for key, body in parts]


def rows(framework, path):
    optional("pyarrow", "Parquet")
    numpy = optional("numpy", "Parquet")
    table = importlib.import_module("pyarrow.parquet").read_table(path)
    pairs = zip(table["key"].to_pylist(), table["x"].to_pylist())
    return [(key, framework.of_numpy(numpy.frombuffer(value, numpy.uint8)))
            for key, value in pairs]


def arrays_of(framework, one):
    """Pairs of key and array; the key is None where the format has none."""
    path, form, expected = one["path"], one["format"], one["expected"]
    if form == "raw":
        whole = dict(expected[0])
        return [(None, framework.raw(path, whole))]
    if form == "npy":
        return [(None, npy(framework, path))]
    if form == "npz":
        return [(None, array) for array in npz(framework, path)]
    if form == "safetensors":
        return [(None, array) for array in framework.safetensors(path).values()]
    if form == "webdataset":
        return shard(framework, path)
    if form == "parquet":
        return rows(framework, path)
    if form == "tfrecord" and hasattr(framework, "tfrecord"):
        return [(None, array) for array in framework.tfrecord(path)]
    raise NotRead("TFRecord has no reader there")


def difference(framework, form, array, found):
    """A sentence, or None; and how many elements were compared."""
    with open(array["path"], "rb") as file:
        expected = file.read()
    element, shape, elements = framework.facts(found)
    flat = form in ("raw", "tfrecord", "parquet")
    wanted = [len(expected)] if flat else array["shape"]
    if (element, shape) != (array["element"], wanted):
        return f"is {element} {shape}, and should be " \
            f"{array['element']} {wanted}", 0
    count = 1
    for length in shape:
        count *= length
    size = len(expected) // count if count else 1
    if len(elements) != len(expected):
        return f"has {len(elements)} bytes, and should have {len(expected)}", 0
    for at in range(count):
        own = elements[at * size:(at + 1) * size]
        right = expected[at * size:(at + 1) * size]
        if own != right:
            return f"has element {at} {own.hex()}, and should have " \
                f"{right.hex()}", at
    return None, count


def compare(framework, files, answer):
    for one in files:
        try:
            found = arrays_of(framework, one)
        except NotRead as error:
            text = str(error)
            if text not in answer["passedOver"]:
                answer["passedOver"].append(text)
            continue
        except Exception as error:
            note(answer, f'"{one["name"]}" cannot be read: {error!r}')
            continue
        if len(found) != len(one["expected"]):
            note(answer, f'"{one["name"]}" has {len(found)} arrays, and '
                 f'should have {len(one["expected"])}')
            continue
        for array, (key, value) in zip(one["expected"], found):
            if key is not None and key != array["key"]:
                note(answer, f'"{one["name"]}" has "{key}" where '
                     f'"{array["key"]}" should be')
                continue
            sentence, count = difference(framework, one["format"], array, value)
            if sentence is not None:
                note(answer, f'"{array["key"]}" of "{one["name"]}" {sentence}')
            answer["arrays"] += 1
            answer["elements"] += count


def note(answer, sentence):
    if len(answer["differences"]) < SHOWN_MAX:
        answer["differences"].append(sentence)


KINDS = {"torch": Torch, "jax": Jax, "tensorflow": TensorFlow}


def answer_for(asked):
    name = asked["module"]
    if importlib.util.find_spec(name) is None:
        return {"absent": f"The python3 of this host has no {name}"}
    try:
        module = importlib.import_module(name)
        framework = KINDS[name](module)
    except Exception as error:
        return {"absent": f"The {name} of this host cannot be loaded: {error!r}"}
    others = [one for one in ("numpy", "safetensors", "webdataset", "pyarrow")
              if importlib.util.find_spec(one) is not None]
    version = getattr(module, "__version__", "of unknown version")
    with_others = f" with {', '.join(others)}" if others else ""
    answer = {"versions": f"{name} {version}{with_others}", "arrays": 0,
              "elements": 0, "passedOver": [], "differences": []}
    compare(framework, asked["files"], answer)
    return answer


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps(answer_for(json.load(file))))
