import { assert, assertEquals } from "@std/assert";
import { readVary } from "../../cmd/sweep_flags.ts";
import { UsageError } from "../../cmd/usage_error.ts";

function read(...vary: readonly string[]) {
  return readVary({ texts: () => vary });
}

function mistakes(...vary: readonly string[]): readonly string[] {
  try {
    read(...vary);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.mistakes;
    throw error;
  }
}

Deno.test("readVary() gives every combination, the last key fastest", () => {
  assertEquals(read("depth=1,4", "blockSize=4KiB,1MiB"), {
    varied: ["blockSize", "depth"],
    changes: [
      { blockSizeBytes: 4096, depth: 1 },
      { blockSizeBytes: 4096, depth: 4 },
      { blockSizeBytes: 1024 ** 2, depth: 1 },
      { blockSizeBytes: 1024 ** 2, depth: 4 },
    ],
  });
  assertEquals(read("lanes=2", "rate=50/s").changes, [
    { lanes: 2, ratePerSecond: 50 },
  ]);
});

Deno.test("readVary() tells every mistake with what to write instead", () => {
  assert(mistakes()[0]?.includes("give --vary blockSize="));
  const wrong = [
    ["blocksize=4KiB", 'did you mean "blockSize"?'],
    ["depth", "write depth=1,4,16,64"],
    ["depth=", "whole number"],
    ["depth=0,1", "must be 1 to 4096"],
    ["depth=1,1", "there twice"],
    ["blockSize=4096", "give a unit"],
    ["blockSize=32MiB", "must be 512 to 16777216"],
    ["rate=50", "give a unit"],
  ] as const;
  for (const [text, part] of wrong) {
    assert(mistakes(text)[0]?.includes(part), mistakes(text).join("\n"));
  }
  assertEquals(mistakes("depth=x", "lanes=0").length, 2);
  assert(mistakes("depth=1", "depth=2")[0]?.includes("twice"));
  const many = Array.from({ length: 40 }, (_, index) => index + 1).join(",");
  assert(
    mistakes(`depth=${many}`, `lanes=${many}`)[0]?.includes("most is 500"),
  );
});
