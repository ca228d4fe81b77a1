/** Where lanes of the script send their requests, and by which client. */
import type { StoreSettings } from "../../../ffi/mod.ts";

/** As the core's, of stores that only the script knows as well. */
export interface ClientSettings extends Omit<StoreSettings, "kind"> {
  readonly kind: StoreSettings["kind"] | "gateway";
}
