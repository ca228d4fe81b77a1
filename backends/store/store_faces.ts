/**
 * The faces of a store by the setting `client`: lanes of the core, or lanes of
 * the script over the store's own SDK.
 */
import type { BlockFace } from "../block.ts";
import type { StoreFace } from "../store.ts";
import type { StreamFace } from "../stream_face.ts";
import { nativeStoreFace } from "./native_face.ts";
import { sdkStoreFace } from "./sdk/sdk_face.ts";
import type { SdkFaceOptions } from "./sdk/sdk_face.ts";
import { type NativeFaceOptions, settingsOf } from "./native_face.ts";
import { StoreStreams, type StreamControl } from "./store_stream.ts";

export interface StoreFacesOptions extends NativeFaceOptions {
  readonly client: "libcurl" | "sdk";
  /** As the SDK names itself: `@aws-sdk/client-s3 3.1169.0`. */
  readonly sdkVersion: string;
  /** What the store asks of parts. */
  readonly partLimits: PartLimits;
}

/** Of an upload: bytes of all parts but the last one, and their number. */
export interface PartLimits {
  readonly partBytesMin: number;
  readonly partsMax: number;
}

/** What a backend of a store offers under load. */
export interface StoreFaces {
  readonly store: StoreFace;
  /** Absent with `client: sdk`: script lanes carry keys, not offsets. */
  readonly block?: BlockFace;
  /** Absent as well. Made for the backend that begins and ends uploads. */
  readonly streams?: (control: StreamControl) => StreamFace;
}

/** Opens nothing and sends nothing. */
export function storeFaces(options: StoreFacesOptions): StoreFaces {
  const { url, core, settings, sdkVersion: clientVersion } = options;
  if (options.client === "libcurl") {
    const streams = (objects: StreamControl) =>
      new StoreStreams({
        url,
        core,
        settings: () => settingsOf(options),
        objects,
        ...options.partLimits,
      });
    return { ...nativeStoreFace(options), streams };
  }
  const face: SdkFaceOptions = { url, core, settings, clientVersion };
  return { store: sdkStoreFace(face) };
}
