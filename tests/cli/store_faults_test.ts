/**
 * Stores that cannot be used, or that fail in mid run, as their users meet
 * them: one clear sentence, the right exit code, no secret in any output.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { S3EndpointOptions } from "../../backends/reference/mod.ts";
import {
  type StorePlace,
  type StoreSettings,
  withStorePlace,
} from "../_support/store_place.ts";

interface Fault {
  readonly name: string;
  readonly endpoint?: Partial<S3EndpointOptions>;
  readonly settings?: StoreSettings;
  readonly env?: Readonly<Record<string, string>>;
  readonly exit: number;
  readonly says: string;
}

const RUN = ["run", "--profile", "short.yaml", "--target", "store"];

const FAULTS: readonly Fault[] = [
  {
    name: "a wrong secret",
    settings: { secretAccessKey: "canary-wrong-0815" },
    exit: 3,
    says: "signature",
  },
  {
    name: "a key that nobody has",
    settings: { accessKeyId: "NOBODY" },
    exit: 3,
    says: "does not know the access key",
  },
  {
    name: "a bucket that is not there",
    settings: { url: "s3://no-such-bucket/x" },
    exit: 3,
    says: "no-such-bucket",
  },
  {
    name: "an endpoint where nothing listens",
    settings: { endpoint: "http://127.0.0.1:1" },
    exit: 3,
    says: "refused",
  },
  {
    name: "a host that has no address",
    settings: { endpoint: "http://no-such-host.invalid:9000" },
    exit: 3,
    says: "no-such-host.invalid",
  },
  {
    name: "a clock an hour off",
    endpoint: { nowMs: () => Date.now() + 3_600_000 },
    exit: 3,
    says: "clock",
  },
  {
    name: "a bucket in another region",
    endpoint: { elsewhere: { "far-away": "eu-central-1" } },
    settings: { url: "s3://far-away/x" },
    exit: 3,
    says: "eu-central-1",
  },
  {
    name: "a store that never answers",
    endpoint: { mutants: [{ name: "stall" }] },
    settings: { stallTimeoutMs: 500 },
    exit: 3,
    says: "500 ms",
  },
  {
    name: "a prefix that leaves the bucket",
    settings: { url: "s3://stor-verify/../other" },
    exit: 2,
    says: "..",
  },
];

/** Nothing that was printed or kept may hold a secret in any spelling. */
async function assertNoSecret(
  place: StorePlace,
  secrets: readonly string[],
): Promise<void> {
  const kept: string[] = [];
  for await (const path of filesBelow(`${place.cwd}/runs`)) {
    kept.push(await Deno.readTextFile(path));
  }
  for (const secret of secrets) {
    for (const spelled of [secret, encodeURIComponent(secret), btoa(secret)]) {
      assertEquals(kept.some((text) => text.includes(spelled)), false);
    }
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) yield* filesBelow(`${folder}/${name}`);
      else yield `${folder}/${name}`;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

for (const fault of FAULTS) {
  Deno.test(`${fault.name}: one sentence and exit ${fault.exit}`, async () => {
    await withStorePlace(fault.endpoint ?? {}, async (place) => {
      const end = await place.run(RUN, fault.settings, fault.env);
      assertEquals(end.exit, fault.exit, end.out + end.err);
      const said = end.out + end.err;
      assertStringIncludes(said, fault.says);
      assertEquals(said.includes("    at "), false, said);
      const secrets = [...place.secrets, "canary-wrong-0815"];
      for (const secret of secrets) {
        assertEquals(said.includes(secret), false);
      }
      await assertNoSecret(place, secrets);
    });
  });
}

Deno.test("an honest store passes, and nothing of the run stays in it", async () => {
  await withStorePlace({}, async (place) => {
    const end = await place.run([...RUN, "--json", "report.json"]);
    assertEquals(end.exit, 0, end.out + end.err);
    assertStringIncludes(end.out, "PASS");
    const report = JSON.parse(
      await Deno.readTextFile(`${place.cwd}/report.json`),
    );
    assertEquals(report.version, 1);
    const left: string[] = [];
    for await (const path of filesBelow(`${place.cwd}/objects`)) {
      left.push(path);
    }
    assertEquals(left.filter((path) => path.includes("versions")), []);
    await assertNoSecret(place, place.secrets);
  });
});

Deno.test("foreign objects under the prefix are refused and stay as they are", async () => {
  await withStorePlace({}, async (place) => {
    const { endpoint } = place;
    const put = await place.run(RUN, { url: `${endpoint.targetUrl}` });
    assertEquals(put.exit, 0, put.out + put.err);
    // A run of its own leaves objects when it is asked to keep them.
    const kept = await place.run([...RUN, "--keep"], {
      url: `${endpoint.targetUrl}/theirs/deep`,
    });
    assertEquals(kept.exit, 0, kept.out + kept.err);
    const end = await place.run(RUN, { url: `${endpoint.targetUrl}/theirs` });
    assertEquals(end.exit, 3, end.out + end.err);
    assertStringIncludes(end.out + end.err, "not ours");
  });
});

const LIES: readonly (readonly [string, string])[] = [
  ["flip-bit", "bit rot"],
  ["drop-write", "lost"],
  // One generation back: a write that never landed would look the same.
  ["stale-read", "lost"],
  ["other-key", "cross-object"],
  ["hide-object", "lost"],
  ["list-lacks-key", "lost"],
];

for (const [mutant, finding] of LIES) {
  Deno.test(`a store that lies by ${mutant} is found: ${finding}`, async () => {
    const mutants = [{ name: mutant, after: 5, every: 2, count: 3 }];
    await withStorePlace({ mutants }, async (place) => {
      const end = await place.run(RUN);
      assertEquals(end.exit, 1, end.out + end.err);
      assertStringIncludes(end.out, finding);
    });
  });
}

Deno.test("cut, reset and throttled answers are errors by class, not findings", async () => {
  const kinds = [
    ["cut-body", "body cut short"],
    ["reset-body", "reset"],
    ["slow-down", "throttled"],
    ["internal-error", "server"],
  ] as const;
  for (const [mutant, says] of kinds) {
    const mutants = [{ name: mutant, after: 60, every: 9, count: 4 }];
    await withStorePlace({ mutants }, async (place) => {
      const end = await place.run(RUN);
      assertEquals(end.exit, 3, `${mutant}: ${end.out}${end.err}`);
      assertStringIncludes(end.out + end.err, says);
    });
  }
});
