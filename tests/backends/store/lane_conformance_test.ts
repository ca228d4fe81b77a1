/** The same cases over native and script lanes, on both kinds of endpoint. */
import type { StoreFace } from "../../../backends/mod.ts";
import { azureStoreSettings } from "../../../backends/azure/container_sas.ts";
import { readAzureSettings } from "../../../backends/azure/azure_settings.ts";
import { parseUrl } from "../../../backends/mod.ts";
import {
  type Arming,
  AzureEndpoint,
  S3Endpoint,
} from "../../../backends/reference/mod.ts";
import { nativeStoreFace } from "../../../backends/store/native_face.ts";
import { sdkStoreFace } from "../../../backends/store/sdk/sdk_face.ts";
import { type Core, loadCore, type StoreSettings } from "../../../ffi/mod.ts";
import { withScratch } from "../_scratch.ts";
import { LANE_CASES } from "./_lane_cases.ts";
import { storeSettings } from "./_store_core.ts";

interface Endpoint extends AsyncDisposable {
  readonly settings: StoreSettings;
}

const ENDPOINTS = {
  s3: async (folder: string, mutants: readonly Arming[]): Promise<Endpoint> => {
    const endpoint = await S3Endpoint.start({
      ...{ folder, mutants },
      ...{ bucket: "bucket", accessKey: "key", secretKey: "secret" },
    });
    return {
      settings: storeSettings({
        endpoints: [endpoint.url],
        prefix: "below/",
        secretKey: "secret",
      }),
      [Symbol.asyncDispose]: () => endpoint.close(),
    };
  },
  az: async (folder: string, mutants: readonly Arming[]): Promise<Endpoint> => {
    const endpoint = await AzureEndpoint.start({ folder, mutants });
    const url = parseUrl(`${endpoint.targetUrl}/below`);
    const target = { name: "azure", url, settings: endpoint.settings };
    const read = readAzureSettings(target, () => undefined);
    return {
      settings: await azureStoreSettings(read),
      [Symbol.asyncDispose]: () => endpoint.close(),
    };
  },
};

const FACES: Readonly<
  Record<string, (core: Core, settings: StoreSettings) => StoreFace>
> = {
  native: (core, settings) =>
    nativeStoreFace({ url: "store", core, settings }).store,
  script: (core, settings) =>
    sdkStoreFace({ url: "store", core, settings, clientVersion: "sdk" }),
};

const HAS_CURL = (() => {
  using core = loadCore();
  return core.httpProbe() !== null;
})();

for (const kind of ["s3", "az"] as const) { // the keys of both tables
  for (const [lanes, faceOf] of Object.entries(FACES)) {
    for (const { name, lies, body } of LANE_CASES) {
      Deno.test({
        name: `${lanes} lanes over ${kind}: ${name}`,
        ignore: lanes === "native" && !HAS_CURL,
        fn: () =>
          withScratch(async (folder) => {
            using core = loadCore();
            await Deno.mkdir(`${folder}/served`);
            const mutants = lies === undefined ? [] : [lies[kind]];
            await using endpoint = await ENDPOINTS[kind](
              `${folder}/served`,
              mutants,
            );
            await body({ face: faceOf(core, endpoint.settings), folder });
          }),
      });
    }
  }
}
