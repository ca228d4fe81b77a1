/**
 * Containers that cannot be used, or that fail in mid run, as their users meet
 * them: one clear sentence, the right exit code.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import {
  AzureEndpoint,
  type AzureEndpointOptions,
} from "../../backends/reference/mod.ts";
import { Child } from "../_support/child.ts";

const ACCOUNT = "devstoreaccount1";
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVE" +
  "rCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const HOUR_MS = 3_600_000;

const PROFILE = `name: az-short
objects: { keys: 40, sizes: { 1KiB: 50, 20KiB: 50 } }
steps:
  - { name: prepare, load: object, op: put, depth: 8 }
  - { name: read-back, load: object, op: get, depth: 8 }
objectives: [findings == 0]
`;

/** For the container, with these rights, until then. */
function signature(permissions: string, expiresMs: number): string {
  return generateBlobSASQueryParameters(
    {
      containerName: "scratch",
      permissions: ContainerSASPermissions.parse(permissions),
      startsOn: new Date(expiresMs - 2 * HOUR_MS),
      expiresOn: new Date(expiresMs),
    },
    new StorageSharedKeyCredential(ACCOUNT, KEY),
  ).toString();
}

interface Fault {
  readonly name: string;
  readonly endpoint?: Partial<AzureEndpointOptions>;
  readonly settings?: Readonly<Record<string, string | number | null>>;
  readonly exit: number;
  readonly says: string;
}

const FAULTS: readonly Fault[] = [
  { name: "a container that serves", exit: 0, says: "PASS" },
  {
    name: "a wrong account key",
    settings: { accountKey: btoa("canary-wrong-0815") },
    exit: 3,
    says: "key",
  },
  {
    name: "a container that is not there",
    settings: { url: "az://no-such-container/x" },
    exit: 3,
    says: "no-such-container",
  },
  {
    name: "a signature that has expired",
    settings: {
      accountKey: null,
      sasToken: signature("racwdl", Date.now() - HOUR_MS),
    },
    exit: 3,
    says: "expired",
  },
  {
    name: "a signature that may only read",
    settings: {
      accountKey: null,
      sasToken: signature("rl", Date.now() + HOUR_MS),
    },
    exit: 3,
    says: "may not",
  },
  {
    name: "a clock an hour off",
    endpoint: { nowMs: () => Date.now() + HOUR_MS },
    exit: 3,
    says: "clock",
  },
  {
    name: "an endpoint where nothing listens",
    settings: { endpoint: `http://127.0.0.1:1/${ACCOUNT}` },
    exit: 3,
    says: "refused",
  },
  {
    name: "a host that has no address",
    settings: { endpoint: `https://no-such-host.invalid:1/${ACCOUNT}` },
    exit: 3,
    says: "no-such-host.invalid",
  },
  {
    name: "a container that never answers",
    endpoint: { mutants: [{ name: "stall" }] },
    settings: { stallTimeoutMs: 500 },
    exit: 3,
    says: "500 ms",
  },
  {
    name: "a container that throttles everything",
    endpoint: { mutants: [{ name: "server-busy", after: 60 }] },
    exit: 3,
    says: "throttled",
  },
  {
    // It tells no length, so nothing but the bytes says that some are missing.
    name: "bodies that are cut short without a length",
    endpoint: {
      mutants: [{ name: "cut-unframed", after: 10, every: 9, count: 2 }],
    },
    exit: 1,
    says: "truncated",
  },
  {
    name: "a prefix that leaves the container",
    settings: { url: "az://scratch/../other" },
    exit: 2,
    says: "..",
  },
];

for (const fault of FAULTS) {
  Deno.test(`az: ${fault.name}: exit ${fault.exit}`, async () => {
    const cwd = await Deno.makeTempDir({ prefix: "stor-verify-az-" });
    try {
      await Deno.mkdir(`${cwd}/blobs`);
      await Deno.writeTextFile(`${cwd}/short.yaml`, PROFILE);
      await using server = await AzureEndpoint.start({
        folder: `${cwd}/blobs`,
        ...fault.endpoint,
      });
      const settings = {
        url: "az://scratch/x",
        endpoint: server.settings["endpoint"],
        account: ACCOUNT,
        accountKey: KEY,
        ...fault.settings,
      };
      const given = Object.entries(settings).filter(([, value]) =>
        value !== null
      );
      const targets = { targets: { store: Object.fromEntries(given) } };
      await Deno.writeTextFile(
        `${cwd}/stor-verify.yaml`,
        JSON.stringify(targets),
      );
      const { exit, out, err } = await new Child(
        ["run", "--profile", "short.yaml", "--target", "store", "--quiet"],
        { cwd, env: { HOME: cwd, STOR_VERIFY_RUNS: `${cwd}/runs` } },
      ).end();
      assertEquals(exit, fault.exit, out + err);
      assertStringIncludes(out + err, fault.says);
      assertEquals((out + err).includes("    at "), false, err);
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  });
}
