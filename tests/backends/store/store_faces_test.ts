import { assertEquals } from "@std/assert";
import { storeFaces } from "../../../backends/store/store_faces.ts";
import { DiskCore } from "../_disk_core.ts";

const SETTINGS = {
  kind: "s3",
  endpoints: ["http://127.0.0.1:1"],
  bucket: "bucket",
  prefix: "",
  pathStyle: true,
} as const;

function facesOf(client: "libcurl" | "sdk") {
  return storeFaces({
    url: "s3://bucket",
    core: new DiskCore(),
    client,
    sdkVersion: "sdk 1",
    settings: () => Promise.resolve(SETTINGS),
    partLimits: { partBytesMin: 5, partsMax: 9 },
  });
}

Deno.test("storeFaces() gives lanes of the core both faces", () => {
  const { block, streams } = facesOf("libcurl");
  assertEquals(block !== undefined, true);
  assertEquals(streams !== undefined, true);
});

Deno.test("storeFaces() gives lanes over the SDK keys, and no offsets", async () => {
  const { block, store, streams } = facesOf("sdk");
  assertEquals([block, streams], [undefined, undefined]);
  const { client, clientVersion } = await store.facts();
  assertEquals([client, clientVersion], ["sdk", "sdk 1"]);
});
