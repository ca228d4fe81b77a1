/** Promises of `engine/cases/uri_acceptance.ts`. */
import { assertRejects, assertStringIncludes } from "@std/assert";
import { parseUrl, SCHEMES } from "../../../backends/mod.ts";
import { CaseBroken } from "../../../engine/cases/case_broken.ts";
import { uriAcceptance } from "../../../engine/cases/uri_acceptance.ts";
import { caseEnv } from "../../_support/case_fixture.ts";

function env(read: (uri: string) => string, scheme = "file") {
  const uriReaders = [{ name: "run --target", read }];
  return caseEnv({ scheme, uriReaders, schemes: SCHEMES });
}

async function brokenBy(read: (uri: string) => string): Promise<string> {
  const error = await assertRejects(
    () => uriAcceptance(env(read)),
    CaseBroken,
  );
  return error.message;
}

Deno.test("uriAcceptance() holds for the parser of this program", async () => {
  for (const scheme of ["file", "direct", "s3", "az"]) {
    const seen = await uriAcceptance(env((uri) => parseUrl(uri).text, scheme));
    assertStringIncludes(seen, "run --target");
  }
});

Deno.test("uriAcceptance() is broken by a reader that takes anything", async () => {
  assertStringIncludes(await brokenBy((uri) => uri), "and should for");
  assertStringIncludes(
    await brokenBy((uri) => {
      try {
        return parseUrl(uri).text;
      } catch {
        return uri;
      }
    }),
    'takes "xfile:///mnt/x"',
  );
});

Deno.test("uriAcceptance() is broken by an error that names no scheme", async () => {
  const message = await brokenBy((uri) => {
    try {
      return parseUrl(uri).text;
    } catch (cause) {
      const error = new Error(`Cannot use "${uri}"`, { cause });
      error.name = "UsageError";
      throw error;
    }
  });
  assertStringIncludes(message, "without naming file: direct:");
});

Deno.test("uriAcceptance() is broken by a reader that refuses a good URL", async () => {
  const message = await brokenBy((uri) => {
    return parseUrl(uri.replace("file:", "flie:")).text;
  });
  assertStringIncludes(message, 'refuses "file:///mnt/x"');
});

Deno.test("uriAcceptance() takes a crash for a crash, and no way in for none", async () => {
  const crash = () => {
    throw new TypeError("x is not a function");
  };
  await assertRejects(() => uriAcceptance(env(crash)), TypeError);
  await assertRejects(() => uriAcceptance(caseEnv()), CaseBroken);
});
