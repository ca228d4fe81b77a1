/**
 * The faces of a store by the setting `client`: lanes of the core, or lanes of
 * the script over the store's own SDK.
 */
import type { BlockFace } from "../block.ts";
import type { StoreFace } from "../store.ts";
import { nativeStoreFace } from "./native_face.ts";
import { sdkStoreFace } from "./sdk/sdk_face.ts";
import type { SdkFaceOptions } from "./sdk/sdk_face.ts";
import type { NativeFaceOptions } from "./native_face.ts";

export interface StoreFacesOptions extends NativeFaceOptions {
  readonly client: "libcurl" | "sdk";
  /** As the SDK names itself: `@aws-sdk/client-s3 3.1169.0`. */
  readonly sdkVersion: string;
}

/** What a backend of a store offers under load. */
export interface StoreFaces {
  readonly store: StoreFace;
  /** Absent with `client: sdk`: script lanes carry keys, not offsets. */
  readonly block?: BlockFace;
}

/** Opens nothing and sends nothing. */
export function storeFaces(options: StoreFacesOptions): StoreFaces {
  if (options.client === "libcurl") return nativeStoreFace(options);
  const { url, core, settings, sdkVersion: clientVersion } = options;
  const face: SdkFaceOptions = { url, core, settings, clientVersion };
  return { store: sdkStoreFace(face) };
}
