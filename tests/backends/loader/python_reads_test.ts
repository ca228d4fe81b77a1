/**
 * Twins: what the formats write is read by Python and numpy, and what those
 * write is read here. It needs `python3` in the path, and numpy for arrays;
 * without them each test is skipped with that reason in its name.
 */
import { assertEquals } from "@std/assert";
import {
  crc32c,
  ELEMENT_TYPES,
  ELEMENTS,
  readNpy,
  readNpz,
  readSafetensors,
  readShard,
  type Tensor,
  tensorSizeBytes,
  writeNpy,
  writeNpz,
  writeSafetensors,
  writeShard,
  writeTfRecords,
} from "../../../engine/workloads/loader/mod.ts";

/** What a script printed; throws with what it said when it failed. */
async function python(script: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("python3", {
    args: ["-c", script, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return new TextDecoder().decode(stdout).trim();
  throw new Error(`python3: ${new TextDecoder().decode(stderr)}`);
}

const FIND = `
import importlib.util
names = ["numpy", "safetensors"]
print(" ".join(n for n in names if importlib.util.find_spec(n)))
`;

/** A test that is skipped, with its reason, where a package is not there. */
function twin(
  name: string,
  needs: readonly string[],
  body: (folder: string) => Promise<void>,
): void {
  Deno.test(name, async (t) => {
    const found = await python(FIND).catch(() => null);
    const lacking = found === null
      ? ["python3"]
      : needs.filter((one) => !found.split(" ").includes(one));
    const reason = lacking.length > 0 ? ` (lacks ${lacking.join(", ")})` : "";
    await t.step({
      name: `${name}${reason}`,
      ignore: lacking.length > 0,
      async fn() {
        const folder = await Deno.makeTempDir();
        try {
          await body(folder);
        } finally {
          await Deno.remove(folder, { recursive: true });
        }
      },
    });
  });
}

function tensorsOf(format: "npy" | "safetensors"): Map<string, Tensor> {
  return new Map(
    ELEMENT_TYPES.filter((one) => ELEMENTS[one][format] !== null)
      .map((element) => {
        const bytes = Uint8Array.from(
          { length: tensorSizeBytes(element, [3, 2]) },
          (_, at) => element === "bool" ? at % 2 : (at * 37 + 1) % 127,
        );
        return [element, { element, shape: [3, 2], bytes }];
      }),
  );
}

/** As the scripts print them: `name element 3,2 hex`. */
function linesOf(tensors: ReadonlyMap<string, Tensor>): string {
  return [...tensors].map(([name, { element, shape, bytes }]) =>
    `${name} ${element} ${shape.join(",")} ${hex(bytes)}`
  ).sort().join("\n");
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PRINT = `
import sys
def say(name, a):
    shape = ",".join(map(str, a.shape))
    return f"{name} {a.dtype} {shape} {a.tobytes().hex()}"
`;

twin(
  "numpy reads what writeNpz() and writeNpy() wrote",
  ["numpy"],
  async (folder) => {
    const tensors = tensorsOf("npy");
    await Deno.writeFile(`${folder}/all.npz`, writeNpz(tensors));
    const npz = `${PRINT}
import numpy
with numpy.load(sys.argv[1], allow_pickle=False) as z:
    print("\\n".join(sorted(say(n, z[n]) for n in z.files)))`;
    assertEquals(await python(npz, `${folder}/all.npz`), linesOf(tensors));
    const npy = `${PRINT}
import numpy
print(say(sys.argv[2], numpy.load(sys.argv[1], allow_pickle=False)))`;
    for (const [name, tensor] of tensors) {
      await Deno.writeFile(`${folder}/one.npy`, writeNpy(tensor));
      const line = linesOf(new Map([[name, tensor]]));
      assertEquals(await python(npy, `${folder}/one.npy`, name), line);
    }
  },
);

twin(
  "readNpz() and readNpy() read what numpy wrote",
  ["numpy"],
  async (folder) => {
    const script = `${PRINT}
import numpy
kinds = ["bool", "int8", "uint16", "int32", "uint64", "float16", "float64"]
made = {k: (numpy.arange(24).reshape(2, 3, 4) % 2).astype(k) for k in kinds}
made["scalar"] = numpy.float32(1.5)
numpy.savez(sys.argv[1] + "/all.npz", **made)
for n, a in made.items(): numpy.save(sys.argv[1] + "/" + n + ".npy", a)
print("\\n".join(sorted(say(n, a) for n, a in made.items())))`;
    const said = await python(script, folder);
    const npz = readNpz(await Deno.readFile(`${folder}/all.npz`));
    assertEquals(linesOf(npz), said);
    const npy = new Map<string, Tensor>();
    for (const name of npz.keys()) {
      npy.set(name, readNpy(await Deno.readFile(`${folder}/${name}.npy`)));
    }
    assertEquals(linesOf(npy), said);
  },
);

twin("safetensors reads what writeSafetensors() wrote, and back", [
  "numpy",
  "safetensors",
], async (folder) => {
  // numpy has no bfloat16, so that one is left to frameworks.
  const tensors = tensorsOf("safetensors");
  tensors.delete("bfloat16");
  await Deno.writeFile(`${folder}/t`, writeSafetensors(tensors));
  const script = `${PRINT}
from safetensors.numpy import load_file, save_file
read = load_file(sys.argv[1] + "/t")
save_file(read, sys.argv[1] + "/u", metadata={"made": "there"})
print("\\n".join(sorted(say(n, a) for n, a in read.items())))`;
  assertEquals(await python(script, folder), linesOf(tensors));
  const back = readSafetensors(await Deno.readFile(`${folder}/u`));
  assertEquals(linesOf(back), linesOf(tensors));
});

twin(
  "tarfile reads what writeShard() wrote, and readShard() what it wrote",
  [],
  async (folder) => {
    const parts = new Map([
      ["npy", Uint8Array.of(1, 2, 3)],
      ["cls", Uint8Array.of(9)],
    ]);
    const samples = ["000", `${"long/".repeat(30)}001`]
      .map((key) => ({ key, parts }));
    await Deno.writeFile(`${folder}/s.tar`, writeShard(samples).bytes);
    const script = `
import sys, tarfile, io
out = tarfile.open(sys.argv[1] + "/u.tar", "w")
for m in tarfile.open(sys.argv[1] + "/s.tar"):
    b = tarfile.open(sys.argv[1] + "/s.tar").extractfile(m).read()
    print(m.name, b.hex())
    n = tarfile.TarInfo("x" * 200 + m.name)
    n.size, n.mtime = len(b), 1234.5
    out.addfile(n, io.BytesIO(b))
out.close()`;
    assertEquals(
      await python(script, folder),
      samples.flatMap(({ key }) => [`${key}.npy 010203`, `${key}.cls 09`])
        .join("\n"),
    );
    const longer = samples.map(({ key }) => ({
      key: "x".repeat(200) + key,
      parts,
    }));
    assertEquals(readShard(await Deno.readFile(`${folder}/u.tar`)), longer);
  },
);

twin(
  "a reader of TFRecord of its own reads what writeTfRecords() wrote",
  [],
  async (folder) => {
    const records = [
      Uint8Array.of(1, 2),
      new Uint8Array(),
      new Uint8Array(300),
    ];
    await Deno.writeFile(`${folder}/r`, writeTfRecords(records).bytes);
    // CRC32C bit by bit, and the mask as TensorFlow's documents word it.
    const script = `
import struct, sys
def crc(b):
    r = 0xffffffff
    for x in b:
        r ^= x
        for _ in range(8): r = (r >> 1) ^ (0x82f63b78 if r & 1 else 0)
    return r ^ 0xffffffff
def masked(b):
    c = crc(b)
    return (((c >> 15) | (c << 17)) + 0xa282ead8) & 0xffffffff
f = open(sys.argv[1] + "/r", "rb")
while True:
    head = f.read(8)
    if not head: break
    (n,) = struct.unpack("<Q", head)
    assert struct.unpack("<I", f.read(4))[0] == masked(head)
    body = f.read(n)
    assert struct.unpack("<I", f.read(4))[0] == masked(body)
    print(n, "%08x" % crc(body))`;
    assertEquals(
      await python(script, folder),
      records.map((record) =>
        `${record.length} ${crc32c(record).toString(16).padStart(8, "0")}`
      ).join("\n"),
    );
  },
);
