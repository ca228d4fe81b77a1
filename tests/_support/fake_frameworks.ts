/**
 * Modules that stand for torch, jax and numpy where Python has none of them:
 * just as much of each as the script of `loader.framework.*` asks for. They
 * read real bytes, and lie about one of them when `FAKE_LIE` says so.
 */

const TORCH = `
import math, os, struct
__version__ = "0-fake"
SIZES = {"uint8": 1, "int32": 4, "float32": 4}

class Kind:
    def __init__(self, name): self.name = name
    def __str__(self): return "torch." + self.name

uint8, int32, float32 = Kind("uint8"), Kind("int32"), Kind("float32")

class Tensor:
    def __init__(self, body, dtype, shape):
        self.body, self.dtype, self.shape = body, dtype, shape
    def contiguous(self): return self
    def reshape(self, _): return self
    def view(self, dtype): return self
    def tolist(self): return list(self.body)

def from_file(path, shared, size, dtype):
    with open(path, "rb") as file:
        body = bytearray(file.read(size * SIZES[dtype.name]))
    if os.environ.get("FAKE_LIE") == "bit": body[-1] ^= 1
    if os.environ.get("FAKE_LIE") == "short": body.pop()
    return Tensor(bytes(body), dtype, (size,))
`;

const BROKEN = `raise ImportError("no driver here")`;
const DYING = `
import os
os._exit(7)
`;

/** A folder for `PYTHONPATH`; `body` is run with its path. */
export async function withFakeFrameworks(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-fakes-" });
  try {
    await Deno.writeTextFile(`${folder}/torch.py`, TORCH);
    await Deno.writeTextFile(`${folder}/jax.py`, BROKEN);
    await Deno.writeTextFile(`${folder}/tensorflow.py`, DYING);
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
