/** `gateway://host:port/prefix`: opens a gateway, and touches no network. */
import { HttpClient } from "../http/http_client.ts";
import type { Opener } from "../registry.ts";
import { sdkStoreFace } from "../store/sdk/sdk_face.ts";
import { GatewayBackend, PUT_BYTES_MAX } from "./gateway_backend.ts";
import { crc32cOf } from "./gateway_body.ts";
import { GatewayCalls } from "./gateway_calls.ts";
import { GatewayClient } from "./gateway_client.ts";
import { GatewayStreams } from "./gateway_streams.ts";
import {
  gatewayClientSettings,
  readGatewaySettings,
} from "./gateway_settings.ts";

/** As reports name our client: the version of the document that it speaks. */
const CLIENT_VERSION = "gateway.openapi.json 1.0.0";

/** Fails with a `TargetsError` for settings that cannot be. */
export const openGateway: Opener = (target, { core }) => {
  const settings = readGatewaySettings(target);
  const { url, host, port, prefix, detours } = settings;
  const client = new GatewayClient({
    ...{ host, port },
    http: new HttpClient({
      connectTimeoutMs: settings.connectTimeoutMs,
      stallTimeoutMs: settings.stallTimeoutMs,
      requestTimeoutMs: settings.requestTimeoutMs,
      ...(detours !== undefined && { detours }),
    }),
  });
  const store = sdkStoreFace({
    ...{ url, core },
    settings: gatewayClientSettings(settings),
    clientVersion: CLIENT_VERSION,
    takesParts: false,
  });
  return Promise.resolve(
    new GatewayBackend({
      ...{ url, prefix, client, store, crc32c: crc32cOf(core) },
      streams: (objects) =>
        new GatewayStreams({
          ...{ core, settings, objects },
          calls: new GatewayCalls({ url, prefix, client }),
          putBytesMax: PUT_BYTES_MAX,
        }),
    }),
  );
};
