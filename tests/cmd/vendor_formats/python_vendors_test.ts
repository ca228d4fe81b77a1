/**
 * The promises of cmd/vendor_formats/python_vendors.ts, with packages that stand
 * for those of the vendors; and with the vendors' own, where the host has them.
 * What needs `python3` is skipped where there is none.
 */
import { assertEquals, assertRejects } from "@std/assert";
import {
  pythonVendors,
  readVendorAnswer,
} from "../../../cmd/vendor_formats/python_vendors.ts";
import type { VendorAnswer, VendorRequest } from "../../../engine/mod.ts";
import { withFakeVendorPackages } from "../../_support/fake_vendor_packages.ts";

const hasPython = await new Deno.Command("python3", { args: ["--version"] })
  .output().then(({ success }) => success, () => false);

/** One file of that text. */
async function* given(name: string, text: string) {
  const bytes = new TextEncoder().encode(text);
  yield await Promise.resolve({
    name,
    pieces: ReadableStream.from([bytes.slice(0, 2), bytes.slice(2)]),
  });
}

interface Told {
  readonly answer: VendorAnswer;
  readonly made: readonly (readonly [string, string])[];
}

/** What the stand-ins answer, and the files that they made. */
async function ask(request: VendorRequest): Promise<Told> {
  let told: Told | undefined;
  await withFakeVendorPackages(async (folder) => {
    const host = pythonVendors({
      env: (name) => name === "PATH" ? Deno.env.get(name) : undefined,
      extra: { PYTHONPATH: folder },
    });
    const answer = await host.run(request);
    const made: [string, string][] = [];
    if (answer.state === "done") {
      for (const name of answer.files) {
        const pieces = await Array.fromAsync(answer.read(name));
        made.push([name, await new Blob(pieces).text()]);
      }
      await answer.close();
    }
    told = { answer, made };
  });
  if (told === undefined) throw new TypeError("Nothing was answered");
  return told;
}

function scratch(): string[] {
  const folder = Deno.env.get("TMPDIR") ?? "/tmp";
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.startsWith(`stor-verify-vendor-${Deno.pid}-`));
}

const READ = {
  library: "vortex",
  action: "read",
  options: { columns: ["x"], range: [0, 3], rowsMax: 10 },
} as const;

Deno.test({
  name:
    "pythonVendors() has a library write and read, and leaves no file behind",
  ignore: !hasPython,
  async fn() {
    const written = await ask({
      library: "vortex",
      action: "write",
      files: given("rows.arrow", "rows of it"),
    });
    assertEquals(written.made, [["file", "MARKrows of it"]]);
    const read = await ask({ ...READ, files: given("file", "MARKother rows") });
    assertEquals(read.made, [["rows.arrow", "other rows"]]);
    assertEquals(scratch(), []);
  },
});

Deno.test({
  name: "pythonVendors() tells a file that is refused from a library that dies",
  ignore: !hasPython,
  async fn() {
    const refused = await ask({
      ...READ,
      files: given("file", "no such file"),
    });
    assertEquals(refused.answer, {
      state: "refused",
      reason: "vortex does not take it: no mark",
    });
    const torn = await ask({ ...READ, files: given("file", "MARKpanic") });
    assertEquals(torn.answer.state, "refused");
    const dying = await ask({
      library: "vortex",
      action: "write",
      files: given("rows.arrow", "die"),
    });
    assertEquals(dying.answer, {
      state: "failed",
      reason: "Cannot have python3 write by vortex: it ended with code 7 and " +
        "said nothing",
    });
    assertEquals(scratch(), []);
  },
});

Deno.test({
  name: "pythonVendors() calls no file refused for trouble of the host",
  ignore: !hasPython,
  async fn() {
    const states = async (texts: readonly string[]) =>
      await Promise.all(texts.map(async (text) => {
        const { answer } = await ask({ ...READ, files: given("file", text) });
        return `${text}: ${answer.state}`;
      }));
    const ofHost = [
      "memory",
      "files",
      "rust",
      "stop",
      "MARKmemory",
      "MARKstop",
    ];
    assertEquals(
      await states(ofHost),
      ofHost.map((text) => `${text}: failed`),
    );
    const ofFile = ["panic", "MARKsentence", "MARKoffset"];
    assertEquals(
      await states(ofFile),
      ofFile.map((text) => `${text}: refused`),
    );
    assertEquals(scratch(), []);
  },
});

Deno.test({
  name:
    "pythonVendors() names the package that is missing, or cannot be loaded",
  ignore: !hasPython,
  async fn() {
    const find = { library: "lance", action: "find" } as const;
    const broken = await ask(find);
    assertEquals(broken.answer, {
      state: "absent",
      reason: "The lance of this host cannot be loaded: OSError('no GLIBC')",
    });
  },
});

Deno.test("pythonVendors() lets no name lead out of its folder", async () => {
  const host = pythonVendors({ env: () => undefined });
  for (const name of ["../x", "/x", "a/../../x", "a//x"]) {
    await assertRejects(
      () => host.run({ ...READ, files: given(name, "x") }),
      TypeError,
      "by the name",
    );
  }
  assertEquals(scratch(), []);
});

Deno.test("pythonVendors() passes on the failure of a source, and leaves nothing", async () => {
  const host = pythonVendors({ env: () => undefined });
  const pieces = ReadableStream.from((async function* () {
    yield await Promise.resolve(new Uint8Array(3));
    throw new RangeError("gone");
  })());
  const files = (async function* () {
    yield await Promise.resolve({ name: "file", pieces });
  })();
  await assertRejects(() => host.run({ ...READ, files }), RangeError, "gone");
  assertEquals(scratch(), []);
});

Deno.test("readVendorAnswer() takes only a whole answer", () => {
  const whole = { versions: "v", facts: { rows: 3 }, files: ["a"] };
  const answer = readVendorAnswer(JSON.stringify(whole), "/nowhere");
  assertEquals(answer?.state, "done");
  for (const name of Object.keys(whole)) {
    const cut = JSON.stringify({ ...whole, [name]: null });
    assertEquals(readVendorAnswer(cut, "/nowhere"), null, name);
  }
  for (const text of ["", "{", "7", "null"]) {
    assertEquals(readVendorAnswer(text, "/nowhere"), null);
  }
});

Deno.test("readVendorAnswer() gives an answer that can be closed after its folder is gone", async () => {
  const text = JSON.stringify({ versions: "v", facts: {}, files: [] });
  const folder = await Deno.makeTempDir();
  const answer = readVendorAnswer(text, folder);
  await Deno.remove(folder);
  assertEquals(answer?.state, "done");
  if (answer?.state === "done") await answer.close();
});
