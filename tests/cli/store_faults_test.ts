/**
 * Stores that cannot be used, or that fail in mid run, as their users meet
 * them: one clear sentence, the right exit code, no secret in any output.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { S3EndpointOptions } from "../../backends/reference/mod.ts";
import {
  ACCESS_KEY,
  SECRET_KEY,
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

const TEMPORARY = {
  accessKey: "TEMPORARY",
  secretKey: "canary-wrong-0815",
  sessionToken: "canary-token",
};
const TEMPORARY_SETTINGS = {
  accessKeyId: TEMPORARY.accessKey,
  secretAccessKey: TEMPORARY.secretKey,
  sessionToken: TEMPORARY.sessionToken,
};

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
    name: "a token that has expired",
    endpoint: { accounts: [{ ...TEMPORARY, expiresMs: 1000 }] },
    settings: TEMPORARY_SETTINGS,
    exit: 3,
    says: "expired",
  },
  {
    name: "a key that may only read",
    endpoint: {
      accounts: [{ accessKey: "READER", secretKey: "r", mayWrite: false }],
    },
    settings: { accessKeyId: "READER", secretAccessKey: "r" },
    exit: 3,
    says: "may not",
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
  // One generation back looks like a write that never landed.
  ["stale-read", "lost or stale"],
  ["other-key", "cross-object"],
  ["hide-object", "lost"],
  ["list-lacks-key", "lost"],
  // It tells no length, so nothing but the bytes says that some are missing.
  ["cut-unframed", "truncated"],
];

for (const [mutant, finding] of LIES) {
  Deno.test(`a store that lies by ${mutant} is found: ${finding}`, async () => {
    const mutants = [{ name: mutant, after: 5, every: 2, count: 3 }];
    await withStorePlace({ mutants }, async (place) => {
      const end = await place.run(RUN);
      assertEquals(end.exit, 1, end.out + end.err);
      const named = finding.split(" or ").some((one) => end.out.includes(one));
      assertEquals(named, true, end.out);
    });
  });
}

Deno.test("a certificate that nobody signed is refused, and taken when told to", async () => {
  const tls = await ownCertificate();
  await withStorePlace({ tls }, async (place) => {
    const refused = await place.run(RUN);
    assertEquals(refused.exit, 3, refused.out + refused.err);
    assertStringIncludes(refused.out + refused.err, "caFile");
    await Deno.writeTextFile(`${place.cwd}/ca.pem`, tls.cert);
    const trusted = await place.run(RUN, { caFile: `${place.cwd}/ca.pem` });
    assertEquals(trusted.exit, 0, trusted.out + trusted.err);
    const told = await place.run(RUN, { insecure: true });
    assertEquals(told.exit, 0, told.out + told.err);
    assertStringIncludes(told.out, "insecure");
  });
});

/** A certificate for 127.0.0.1 that signs itself. */
async function ownCertificate(): Promise<{ cert: string; key: string }> {
  const folder = await Deno.makeTempDir();
  try {
    const { success, stderr } = await new Deno.Command("openssl", {
      args: [
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
        ...["-subj", "/CN=127.0.0.1", "-addext"],
        "subjectAltName=IP:127.0.0.1",
        ...["-addext", "basicConstraints=critical,CA:FALSE"],
        ...["-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`],
      ],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return {
      cert: await Deno.readTextFile(`${folder}/cert.pem`),
      key: await Deno.readTextFile(`${folder}/key.pem`),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a secret of the environment signs, and is told to nobody", async () => {
  await withStorePlace({}, async (place) => {
    const end = await place.run(
      [...RUN, "--json", "report.json"],
      { accessKeyId: null, secretAccessKey: null },
      { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY },
    );
    assertEquals(end.exit, 0, end.out + end.err);
    assertEquals((end.out + end.err).includes(SECRET_KEY), false);
    const report = await Deno.readTextFile(`${place.cwd}/report.json`);
    assertEquals(report.includes(SECRET_KEY), false);
    await assertNoSecret(place, place.secrets);
  });
});

Deno.test("a store that throttles everything ends the run, and is named", async () => {
  const mutants = [{ name: "slow-down", after: 60 }];
  await withStorePlace({ mutants }, async (place) => {
    const end = await place.run(RUN);
    assertEquals(end.exit, 3, end.out + end.err);
    assertStringIncludes(end.out + end.err, "throttled");
  });
});

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
      // A kept connection that dies is tried again on a new one, and counted.
      const isResent = mutant === "reset-body" && end.exit === 0;
      const exit = isResent ? 0 : 3;
      assertEquals(end.exit, exit, `${mutant}: ${end.out}${end.err}`);
      assertStringIncludes(end.out + end.err, says);
    });
  }
});
