/**
 * Whether the URLs of one scheme are taken by every way into the program, and
 * whether one that cannot be gets an error that says which could.
 */
import type { CaseEnv, UriReader } from "./case.ts";
import { holds } from "./case_broken.ts";

type Good = readonly [path: string, printed: string];

/** What a person may write, and the form that is then printed. */
const PATHS: readonly Good[] = [
  ["/mnt/x", "/mnt/x"],
  ["/mnt//x/", "/mnt/x"],
  ["/mnt/a%20b", "/mnt/a%20b"],
  ["/mnt/./x/../y", "/mnt/y"],
];
const CONTAINERS: readonly Good[] = [
  ["bucket", "bucket"],
  ["bucket/", "bucket"],
  ["bucket/x/y", "bucket/x/y"],
  ["bucket/x/", "bucket/x"],
  ["my-1.bucket/a b", "my-1.bucket/a b"],
];

interface Bad {
  readonly uri: string;
  /** What the error must offer instead. */
  readonly offers: readonly string[];
}

function isContainer(scheme: string): boolean {
  return scheme === "s3" || scheme === "az";
}

/** What nobody can mean in a bucket, nor may write there. */
function badContainers(scheme: string, schemes: readonly string[]): Bad[] {
  const all = schemes.map((one) => `${one}:`);
  const own = [`${scheme}://`];
  return [
    { uri: `x${scheme}://bucket/x`, offers: all },
    { uri: `${scheme}:/bucket/x`, offers: own },
    { uri: `${scheme}://`, offers: ["is missing"] },
    { uri: `${scheme}:///x`, offers: ["is missing"] },
    { uri: `${scheme}://BUCKET/x`, offers: ["small letters"] },
    { uri: `${scheme}://key:secret@bucket/x`, offers: ["settings"] },
    { uri: `${scheme}://bucket/x?a=b`, offers: own },
  ];
}

/** What nobody can mean as a path. */
function badPaths(scheme: string, schemes: readonly string[]): Bad[] {
  const all = schemes.map((one) => `${one}:`);
  const own = [`${scheme}:///`];
  return [
    { uri: `x${scheme}:///mnt/x`, offers: all },
    { uri: `${scheme.slice(0, -1)}:///mnt/x`, offers: all },
    { uri: "/mnt/x", offers: [`${scheme}://`] },
    { uri: `${scheme}:/mnt/x`, offers: own },
    { uri: `${scheme}://host/x`, offers: own },
  ];
}

/** Resolves to the ways that were tried. */
export function uriAcceptance(env: CaseEnv): Promise<string> {
  const { scheme, schemes, uriReaders } = env;
  // It waits for nothing; what is thrown must still come as a rejection.
  return Promise.resolve().then(() => {
    holds(uriReaders.length > 0, "No way in was handed over to be tried");
    for (const reader of uriReaders) {
      const [good, bad] = isContainer(scheme)
        ? [CONTAINERS, badContainers(scheme, schemes)]
        : [PATHS, badPaths(scheme, schemes)];
      for (const [path, printed] of good) {
        accepts(reader, `${scheme}://${path}`, `${scheme}://${printed}`);
      }
      for (const { uri, offers } of bad) {
        refuses(reader, uri, offers);
      }
    }
    const names = uriReaders.map(({ name }) => name).join(", ");
    return `Taken, and refused with the schemes that are, by ${names}; ` +
      "loaders are not built here yet";
  });
}

function accepts(reader: UriReader, uri: string, printed: string): void {
  let read: string;
  try {
    read = reader.read(uri);
  } catch (error) {
    if (!isUsage(error)) throw error;
    holds(false, `${reader.name} refuses "${uri}": ${error.message}`);
    return;
  }
  holds(
    read === printed,
    `${reader.name} takes "${uri}" for "${read}", and should for "${printed}"`,
  );
}

function refuses(
  reader: UriReader,
  uri: string,
  offers: readonly string[],
): void {
  let sentence: string;
  try {
    const read = reader.read(uri);
    holds(false, `${reader.name} takes "${uri}" for "${read}"`);
    return;
  } catch (error) {
    if (!isUsage(error)) throw error;
    // What it quotes does not count as offered.
    sentence = error.message.replaceAll(uri, "");
  }
  const silent = offers.filter((offer) => !sentence.includes(offer));
  holds(
    silent.length === 0,
    `${reader.name} refuses "${uri}" without naming ${silent.join(" ")}: ` +
      sentence,
  );
}

/** Both are told with exit code 2; anything else is a bug or a breach. */
function isUsage(error: unknown): error is Error {
  return error instanceof Error &&
    (error.name === "UsageError" || error.name === "TargetsError");
}
