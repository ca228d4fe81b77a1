/** List Blobs and List Containers: pages of names in the order of their bytes. */
import { Buffer } from "node:buffer";
import { keyBytes } from "../../key.ts";
import type { Answer } from "../http/answer.ts";
import { KeyOrder } from "../key_order.ts";
import { escapeXml } from "../xml.ts";
import {
  type BlobContext,
  type BlobOperation,
  containerOf,
} from "./blob_context.ts";
import { BlobError } from "./blob_error.ts";
import { type BlobPage, pageOf } from "./blob_page.ts";
import type { BlobContainer, BlobVersion } from "./blob_state.ts";

/** Of one page, and what is taken when more is asked for. */
const RESULTS_MAX = 5000;

/** XML 1.0 has no way to write these. */
const UNWRITABLE = /[\p{Cc}\ufffe\uffff]/u;

/** Folded by delimiter where one is given. */
export const listBlobs: BlobOperation = (context) => {
  const { query } = context.request;
  const container = containerOf(context);
  const limit = readLimit(query.get("maxresults"));
  const marker = query.get("marker") ?? "";
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const include = (query.get("include") ?? "").split(",");
  const order = include.includes("uncommittedblobs")
    ? withStaged(container)
    : container.order;
  const from = readMarker(marker);
  const { entries, next } = pageOf(order, { prefix, delimiter, limit, from });
  return Promise.resolve(xmlAnswer(
    `<EnumerationResults ServiceEndpoint="${serviceOf(context)}" ` +
      `ContainerName="${container.name}">` +
      element("Prefix", prefix) + element("Marker", marker) +
      element("MaxResults", limit) + element("Delimiter", delimiter) +
      `<Blobs>${renderEntries(context, container, entries)}</Blobs>` +
      element("NextMarker", next === undefined ? "" : writeMarker(next)) +
      "</EnumerationResults>",
  ));
};

/** Names of blobs, and of those that are nothing but blocks. */
function withStaged({ blobs, staged }: BlobContainer): KeyOrder {
  const order = new KeyOrder();
  for (const name of [...blobs.keys(), ...staged.keys()]) {
    order.add(keyBytes(name));
  }
  return order;
}

function renderEntries(
  context: BlobContext,
  container: BlobContainer,
  entries: BlobPage["entries"],
): string {
  const { query } = context.request;
  const hasMetadata = (query.get("include") ?? "").split(",")
    .includes("metadata");
  const honest = entries.flatMap(({ name, isPrefix }) => {
    const version = isPrefix ? undefined : container.blobs.get(name);
    return version === undefined ? [] : [version];
  });
  const listed = context.mutants.decide("list", honest, {
    ...context.about,
    container,
    prefix: query.get("prefix") ?? "",
  });
  // Folded prefixes, and names that are nothing but blocks, are no versions.
  const others = entries.filter(({ name, isPrefix }) =>
    isPrefix || !container.blobs.has(name)
  );
  const rows = [
    ...listed.map((version) => ({
      name: version.name,
      text: renderBlob(version.name, version, hasMetadata),
    })),
    ...others.map(({ name, isPrefix }) => ({
      name,
      text: isPrefix
        ? `<BlobPrefix>${renderName(name)}</BlobPrefix>`
        : renderBlob(name, undefined, hasMetadata),
    })),
  ];
  return rows.toSorted((a, b) => keyBytes(a.name) < keyBytes(b.name) ? -1 : 1)
    .map(({ text }) => text).join("");
}

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
function writeMarker(bytes: string): string {
  return `2!${Buffer.from(bytes, "latin1").toString("base64url")}`;
}

function readMarker(text: string): string {
  if (text === "") return "";
  if (!/^2![A-Za-z0-9_-]+$/.test(text)) {
    throw new BlobError("OutOfRangeQueryParameterValue");
  }
  return Buffer.from(text.slice(2), "base64url").toString("latin1");
}
