/**
 * The faces that a store gets by its setting `client`: lanes of the core, or
 * lanes in workers over the store's own SDK, which have no offsets.
 */
import type { StoreSettings } from "../../ffi/mod.ts";
import type { BlockFace } from "../block.ts";
import type { CorePort } from "../core_port.ts";
import type { StoreFace } from "../store.ts";
import { nativeStoreFace } from "./native_face.ts";
import { sdkStoreFace } from "./sdk/sdk_face.ts";

export interface StoreFacesOptions {
  /** As it may be printed. */
  readonly url: string;
  readonly core: CorePort;
  readonly client: "libcurl" | "sdk";
  /** As the SDK names itself: `@aws-sdk/client-s3 3.1169.0`. */
  readonly sdkVersion: string;
  /** Asked for when a space is opened, so that a token may be a fresh one. */
  readonly settings: () => Promise<StoreSettings>;
}

/** Opens nothing and sends nothing. */
export function storeFaces(
  options: StoreFacesOptions,
): { readonly store: StoreFace; readonly block?: BlockFace } {
  const { url, core, client, sdkVersion, settings } = options;
  if (client === "libcurl") return nativeStoreFace({ url, core, settings });
  return {
    store: sdkStoreFace({ url, core, settings, clientVersion: sdkVersion }),
  };
}
