import { assertEquals, assertThrows } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import * as layout from "../../ffi/layout.ts";
import { type FieldKind, LAYOUTS } from "../../ffi/layout.ts";
import { ROOT } from "./c_programs.ts";
import { headerNumber, headerText } from "./header_facts.ts";

interface Place {
  readonly offset: number;
  readonly sizeBytes: number;
}

const WIDTHS: Readonly<Record<Exclude<FieldKind, "bytes">, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
};

/** Fields of a struct in the header, in order. */
function declared(name: string): string[] {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(headerText());
  return [...(body?.[1] ?? "").matchAll(/(\w+)(?:\[\w+\])?;/g)]
    .map((match) => match[1] ?? "");
}

/** Asks the C compiler: `struct.field` and, for the whole, `struct`. */
async function measure(): Promise<Map<string, Place>> {
  const lines = Object.entries(LAYOUTS).flatMap(([name, { fields }]) => [
    `printf("${name} 0 %zu\\n", sizeof(struct ${name}));`,
    ...Object.keys(fields).map((field) =>
      `printf("${name}.${field} %zu %zu\\n", offsetof(struct ${name}, ${field}),` +
      ` sizeof(((struct ${name} *)0)->${field}));`
    ),
  ]);
  const folder = await Deno.makeTempDir();
  try {
    const source = `${folder}/layout.c`;
    await Deno.writeTextFile(
      source,
      `#include <stdio.h>\n#include "stor_core.h"\n` +
        `int main(void) {\n${lines.join("\n")}\nreturn 0; }\n`,
    );
    const cc = Deno.env.get("CC") ?? "gcc";
    const include = `-I${ROOT}/ffi/core/include`;
    const built = await runCommand([
      ...[cc, "-std=c11", include, source, "-o", `${folder}/layout`],
    ]);
    if (!built.ok) throw new Error(built.stderr);
    const said = await runCommand([`${folder}/layout`]);
    return new Map(
      said.stdout.trim().split("\n").map((line): [string, Place] => {
        const [name = "", offset, sizeBytes] = line.split(" ");
        return [name, { offset: Number(offset), sizeBytes: Number(sizeBytes) }];
      }),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("LAYOUTS says of every field what the C compiler says", async () => {
  const measured = await measure();
  for (const [name, { sizeBytes, fields }] of Object.entries(LAYOUTS)) {
    assertEquals(sizeBytes, measured.get(name)?.sizeBytes, name);
    for (const [field, [offset, kind]] of Object.entries(fields)) {
      const place = measured.get(`${name}.${field}`);
      assertEquals(offset, place?.offset, `${name}.${field}`);
      if (kind === "bytes") continue;
      assertEquals(WIDTHS[kind], place?.sizeBytes, `${name}.${field}`);
    }
  }
});

Deno.test("LAYOUTS lacks no field of its structs", () => {
  for (const [name, { fields }] of Object.entries(LAYOUTS)) {
    assertEquals(Object.keys(fields), declared(name), name);
  }
});

Deno.test("LAYOUTS lacks no struct that the header gives a size", () => {
  const sized = headerText().matchAll(/sizeof\(struct (\w+)\)/g);
  const names = [...sized].map((match) => match[1] ?? "");
  assertEquals(names.filter((name) => !(name in LAYOUTS)), []);
});

Deno.test("the lengths of arrays are the header's", () => {
  assertEquals(layout.MIX_MAX, headerNumber("SV_MIX_MAX"));
  assertEquals(layout.SIZE_LIST_MAX, headerNumber("SV_SIZE_LIST_MAX"));
  assertEquals(layout.HISTOGRAM_LENGTH, headerNumber("SV_HISTOGRAM_LENGTH"));
  assertEquals(headerText().includes(`found[${layout.SAMPLE_BYTES}]`), true);
});

Deno.test("headerNumber() fails for a name the header does not have", () => {
  assertThrows(() => headerNumber("SV_NO_SUCH"), Error, "SV_NO_SUCH");
});
