/** `stor-verify serve`: a reference object store, until Ctrl-C. */
import {
  ENDPOINT_KINDS,
  type EndpointKind,
  type RunningEndpoint,
} from "../backends/reference/mod.ts";
import type { Args, Command } from "./command.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { claimServeFolder, type ServeFolder } from "./serve_folder.ts";
import { CLUSTER_FLAGS } from "./serve/cluster_options.ts";
import { CLUSTER_KINDS, serveCluster } from "./serve/serve_cluster.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage_error.ts";

const KINDS = [...ENDPOINT_KINDS.map(({ name }) => name), ...CLUSTER_KINDS];

const HELP = `
Starts a small, strict object store in this process, for trying things out where
none is installed. It checks signatures, checksums and conditions as the real
one does, and listens on 127.0.0.1 only. Prints its address, its keys and a
target for stor-verify.yaml, and runs until Ctrl-C.

Without --dir it keeps everything in a temporary folder that it deletes at the
end. With --dir the objects stay there, and are served again the next time.

A mutant makes it lie in one way, so that you can see a lie being caught:
--mutant NAME[:after=N][:every=N][:count=N][:seed=N]. Without a number it lies
whenever it can. "serve KIND --mutants" lists them.

"serve cluster" starts a gateway on port 8080 and chunk servers from port 50051
on, each a process of its own, and a metadata database. "serve chunks" and
"serve gateway" are its parts.`;

/** The command as the table lists it. */
export const serve: Command = {
  name: "serve",
  summary: "Serve a small S3 or Blob store of our own, until Ctrl-C",
  help: HELP,
  examples: [
    "stor-verify serve s3",
    "stor-verify serve cluster --nodes 6 --data DIR",
    "stor-verify serve s3 --port 9000 --dir /tmp/objects",
    "stor-verify serve s3 --mutant stale-read:after=100:count=1",
  ],
  positionals: [{ name: "KIND", words: KINDS }],
  flags: [
    {
      name: "dir",
      value: "DIR",
      summary: "Keep objects there; an empty folder, or one served before",
    },
    { name: "port", value: "N", summary: "Listen there; default: a free port" },
    {
      name: "access-key",
      value: "NAME",
      summary: "Name of the one account; default: that of the kind",
    },
    {
      name: "secret-key",
      value: "TEXT",
      summary: "Its secret; not for one that is used elsewhere",
    },
    {
      name: "bucket",
      value: "NAME",
      summary: "Bucket or container to begin with; default: stor-verify",
    },
    {
      name: "mutant",
      value: "NAME",
      many: true,
      summary: "Lie in that way; may be repeated",
    },
    { name: "mutants", summary: "List the ways in which it can lie" },
    ...CLUSTER_FLAGS,
  ],
  async run(context, args) {
    const [word] = args.positionals;
    const part = CLUSTER_KINDS.find((name) => name === word);
    if (part !== undefined) return await serveCluster(context, part, args);
    const kind = kindOf(args);
    if (args.has("mutants")) {
      context.stdout.write(renderMutants(kind));
      return 0;
    }
    const options = readOptions(kind, args);
    const place = claimServeFolder({
      cwd: context.cwd,
      processId: context.processId,
      kind: kind.name,
      dir: args.text("dir"),
    });
    const interrupt = listenForInterrupt(context);
    try {
      await using endpoint = await startEndpoint(kind, place, options);
      context.stdout.write(renderEndpoint(kind, endpoint, place));
      await ended(interrupt.signal);
      return 0;
    } finally {
      interrupt.end();
      place.release();
    }
  },
};

/** What buckets and containers both allow. */
const BUCKET_NAME = /^[a-z0-9](?:-?[a-z0-9]){2,62}$/;

type StartOptions = Omit<Parameters<EndpointKind["start"]>[0], "folder">;

function kindOf(args: Args): EndpointKind {
  const [word = ""] = args.positionals;
  const kind = ENDPOINT_KINDS.find(({ name }) => name === word);
  if (kind !== undefined) return kind;
  // Reading the flags has made sure of it.
  throw new UsageError([`Unknown KIND "${word}"`]);
}

/** Fails with a `UsageError` that holds every mistake. */
function readOptions(kind: EndpointKind, args: Args): StartOptions {
  const mistakes: string[] = [];
  const port = args.text("port");
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65536)) {
    mistakes.push(`Cannot use --port ${port}: it is a number up to 65535`);
  }
  const bucket = args.text("bucket");
  if (bucket !== undefined && !BUCKET_NAME.test(bucket)) {
    mistakes.push(
      `Cannot use --bucket ${bucket}: it has 3 to 63 lower-case letters, ` +
        "digits and dashes",
    );
  }
  const mutants = args.texts("mutant").flatMap((text) => {
    const arming = readArming(kind, text);
    if (typeof arming !== "string") return [arming];
    mistakes.push(arming);
    return [];
  });
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const accessKey = args.text("access-key");
  const secretKey = args.text("secret-key");
  return {
    mutants,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(accessKey === undefined ? {} : { accessKey }),
    ...(secretKey === undefined ? {} : { secretKey }),
    ...(bucket === undefined ? {} : { bucket }),
  };
}

type Arming = NonNullable<StartOptions["mutants"]>[number];

/** The mistake as a sentence, where there is one. */
function readArming(kind: EndpointKind, text: string): Arming | string {
  const [name = "", ...settings] = text.split(":");
  const names = kind.mutants.map((mutant) => mutant.name);
  if (!names.includes(name)) {
    return `Unknown mutant "${name}": "stor-verify serve ${kind.name} ` +
      `--mutants" lists them${didYouMean(name, names)}`;
  }
  const pairs = settings.map((setting) =>
    /^(after|every|count|seed)=(\d{1,9})$/.exec(setting)
  );
  const wrong = settings.find((_, index) => pairs[index] === null);
  if (wrong !== undefined) {
    return `Cannot use "${wrong}" of mutant "${text}": it is one of ` +
      "after=N, every=N, count=N, seed=N";
  }
  const numbers = pairs.flatMap((pair) =>
    pair?.[1] === undefined ? [] : [[pair[1], Number(pair[2])] as const]
  );
  return { name, ...Object.fromEntries(numbers) };
}

async function startEndpoint(
  kind: EndpointKind,
  place: ServeFolder,
  options: StartOptions,
): Promise<RunningEndpoint> {
  try {
    return await kind.start({ folder: place.objects, ...options });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UsageError([
        `Cannot listen on port ${options.port}: somebody else does; ` +
        "leave --port out for a free one",
      ], { cause: error });
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new UsageError([
        `Cannot listen on port ${options.port}: this user may not: give one ` +
        "above 1023, or leave --port out for a free one",
      ], { cause: error });
    }
    throw error;
  }
}

function renderEndpoint(
  kind: EndpointKind,
  endpoint: RunningEndpoint,
  place: ServeFolder,
): string {
  const settings = Object.entries(endpoint.settings)
    .map(([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`);
  const objects = place.isTemporary
    ? "Objects go with it: they are in a temporary folder."
    : `Objects stay in "${place.path}".`;
  return `Serving ${kind.name} on ${endpoint.url}\n${objects}\n` +
    "A target for stor-verify.yaml:\n\n" +
    `targets:\n  reference-${kind.name}:\n` +
    `    url: ${endpoint.targetUrl}\n${settings.join("")}\n` +
    "Ctrl-C ends it.\n";
}

function renderMutants({ mutants }: EndpointKind): string {
  const width = Math.max(...mutants.map(({ name }) => name.length));
  return mutants.map(({ name, text }) => `${name.padEnd(width)}  ${text}\n`)
    .join("");
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
