/**
 * A thread with a reference endpoint and one replica of it. Comes in: which
 * store, and a folder; goes out, once: the addresses of both, as targets.
 */
import { AzureEndpoint, S3Endpoint } from "../../../backends/reference/mod.ts";

/** What the thread is asked. */
export interface EndpointRequest {
  readonly store: "s3" | "azure";
  readonly folder: string;
}

/** One address of the store. */
export interface EndpointAddress {
  readonly targetUrl: string;
  readonly settings: Readonly<Record<string, string | boolean>>;
}

/** The other side, as a worker has it. */
interface Parent {
  postMessage(addresses: readonly EndpointAddress[]): void;
  addEventListener(
    type: "message",
    listener: (event: MessageEvent<EndpointRequest>) => void,
  ): void;
}

/** Starts the endpoint that is asked for; it ends with its thread. */
async function serve({ store, folder }: EndpointRequest, parent: Parent) {
  const endpoint = store === "azure"
    ? await AzureEndpoint.start({ folder })
    : await S3Endpoint.start({ folder, limits: { partBytesMin: 1 } });
  const addresses = [endpoint, endpoint.replica()].map(
    ({ targetUrl, settings }): EndpointAddress => ({ targetUrl, settings }),
  );
  parent.postMessage(addresses);
}

if (import.meta.main) {
  // The runtime's type of the global scope is that of a window.
  const parent = globalThis as unknown as Parent;
  parent.addEventListener("message", ({ data }) => serve(data, parent));
}
