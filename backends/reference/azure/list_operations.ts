/** List Blobs and List Containers: pages of names in the order of their bytes. */
import { Buffer } from "node:buffer";
import { keyBytes, keyText } from "../../key.ts";
import { PageCollector } from "../../list_page.ts";
import type { Answer } from "../http/answer.ts";
import { escapeXml } from "../xml.ts";
import {
  type BlobContext,
  type BlobOperation,
  containerOf,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import type { BlobVersion } from "./blob_state.ts";

/** Of one page, and what is taken when more is asked for. */
const RESULTS_MAX = 5000;

/** XML 1.0 has no way to write these. */
const UNWRITABLE = /[\p{Cc}\ufffe\uffff]/u;

/** Folded by delimiter where one is given. */
export const listBlobs: BlobOperation = async (context) => {
  const { query } = context.request;
  const container = containerOf(context);
  const limit = readLimit(query.get("maxresults"));
  const marker = query.get("marker") ?? "";
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const blobs = context.mutants.decide(
    "list",
    [...container.blobs.values()],
    { ...context.about, container },
  );
  const byName = new Map(blobs.map((one) => [one.name, one]));
  const collector = new PageCollector({
    prefix,
    delimiter,
    limit,
    after: readMarker(marker),
  });
  const include = (query.get("include") ?? "").split(",");
  // Names of blobs that are nothing but blocks, where they are asked for.
  const staged = include.includes("uncommittedblobs")
    ? [...container.staged.keys()].filter((name) => !container.blobs.has(name))
    : [];
  for (const name of [...byName.keys(), ...staged]) {
    collector.offer(keyBytes(name));
  }
  // Facts of a page are those of now: the state is not asked again.
  const page = await collector.page((key) =>
    Promise.resolve({ key, sizeBytes: 0, etag: "", modifiedMs: 0 })
  );
  const keeps = include.includes("metadata");
  const entries = [
    ...page.objects.map(({ key }) => ({
      name: key,
      xml: renderBlob(key, byName.get(key), keeps),
    })),
    ...page.prefixes.map((name) => ({
      name,
      xml: `<BlobPrefix>${renderName(name)}</BlobPrefix>`,
    })),
  ].sort((a, b) => keyBytes(a.name) < keyBytes(b.name) ? -1 : 1);
  return xmlAnswer(
    `<EnumerationResults ServiceEndpoint="${serviceOf(context)}" ` +
      `ContainerName="${container.name}">` +
      element("Prefix", prefix) + element("Marker", marker) +
      element("MaxResults", limit) + element("Delimiter", delimiter) +
      `<Blobs>${entries.map(({ xml }) => xml).join("")}</Blobs>` +
      element(
        "NextMarker",
        page.next === undefined ? "" : writeMarker(page.next),
      ) +
      "</EnumerationResults>",
  );
};

/** Containers of the account, by prefix. */
export const listContainers: BlobOperation = (context) => {
  const prefix = context.request.query.get("prefix") ?? "";
  const found = [...context.state.containers.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .map(({ name, etag, modifiedMs }) =>
      `<Container>${element("Name", name)}<Properties>` +
      element("Last-Modified", new Date(modifiedMs).toUTCString()) +
      element("Etag", etag) + "</Properties></Container>"
    );
  return Promise.resolve(xmlAnswer(
    `<EnumerationResults ServiceEndpoint="${serviceOf(context)}">` +
      element("Prefix", prefix) +
      `<Containers>${found.join("")}</Containers><NextMarker />` +
      "</EnumerationResults>",
  ));
};

function renderBlob(
  name: string,
  version: BlobVersion | undefined,
  hasMetadata: boolean,
): string {
  if (version === undefined) {
    return `<Blob>${renderName(name)}<Properties>` +
      element("Content-Length", 0) +
      "<BlobType>BlockBlob</BlobType></Properties></Blob>";
  }
  const { contentMd5 = "", metadata } = version;
  const pairs = metadata.map(([name, value]) => element(name, value));
  return `<Blob>${renderName(name)}<Properties>` +
    element("Creation-Time", new Date(version.createdMs).toUTCString()) +
    element("Last-Modified", new Date(version.modifiedMs).toUTCString()) +
    element("Etag", version.etag.replaceAll('"', "")) +
    element("Content-Length", version.sizeBytes) +
    element("Content-Type", version.contentType) +
    element("Content-MD5", contentMd5) +
    "<BlobType>BlockBlob</BlobType><LeaseStatus>unlocked</LeaseStatus>" +
    "<LeaseState>available</LeaseState>" +
    "<ServerEncrypted>true</ServerEncrypted></Properties>" +
    (hasMetadata ? `<Metadata>${pairs.join("")}</Metadata>` : "") + "</Blob>";
}

/** Names that XML cannot hold are percent-encoded, and marked so. */
function renderName(name: string): string {
  return UNWRITABLE.test(name)
    ? `<Name Encoded="true">${encodeURIComponent(name)}</Name>`
    : element("Name", name);
}

function element(name: string, content: string | number): string {
  return content === ""
    ? `<${name} />`
    : `<${name}>${escapeXml(String(content))}</${name}>`;
}

function xmlAnswer(root: string): Answer {
  return {
    status: 200,
    headers: [["Content-Type", "application/xml"]],
    body: new TextEncoder().encode(
      `<?xml version="1.0" encoding="utf-8"?>${root}`,
    ),
  };
}

function serviceOf({ origin, account }: BlobContext): string {
  return `${origin}/${account.name}/`;
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return RESULTS_MAX;
  if (!/^\d+$/.test(text) || Number(text) < 1) {
    throw new BlobError("OutOfRangeQueryParameterValue", {
      details: [["QueryParameterName", "maxresults"]],
    });
  }
  return Math.min(Number(text), RESULTS_MAX);
}

/** Opaque to clients, so that none comes to rely on what is in it. */
function writeMarker(name: string): string {
  return `2!${Buffer.from(name).toString("base64url")}`;
}

function readMarker(text: string): string {
  if (text === "") return "";
  const name = text.startsWith("2!")
    ? keyText(Buffer.from(text.slice(2), "base64url").toString("latin1"))
    : undefined;
  if (name === undefined) throw new BlobError("OutOfRangeQueryParameterValue");
  return name;
}
