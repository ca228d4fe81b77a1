/** The HTTP client below an SDK, from the settings of the store. */
import { HttpClient, type HttpClientOptions } from "../../http/http_client.ts";
import type { ClientSettings } from "./client_settings.ts";

/** Opens no connection. Fails when `caFile` cannot be read. */
export async function openTransport(
  settings: ClientSettings,
  onConnect?: () => void,
): Promise<HttpClient> {
  return new HttpClient(await transportOptions(settings, onConnect));
}

/**
 * With the defaults of the core: 10 s to connect, 30 s without a byte.
 * `onConnect` hears of every connection that was made.
 */
export async function transportOptions(
  settings: ClientSettings,
  onConnect: () => void = () => {},
): Promise<HttpClientOptions> {
  const { caFile, detours, proxy } = settings;
  return {
    ...(caFile !== undefined && { caCerts: [await Deno.readTextFile(caFile)] }),
    insecure: settings.insecure === true,
    onStep: (step) => {
      if (step === "connect") onConnect();
    },
    ...(proxy !== undefined && { proxy: new URL(proxy) }),
    ...(detours !== undefined && { detours }),
    connectTimeoutMs: settings.connectTimeoutMs ?? 10_000,
    stallTimeoutMs: settings.stallTimeoutMs ?? 30_000,
    requestTimeoutMs: settings.requestTimeoutMs ?? 0,
  };
}
