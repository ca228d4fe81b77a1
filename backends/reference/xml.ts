/**
 * The little XML that the stores speak: elements and text, no attributes but
 * the name space. Goes in: trees or bytes; comes out: bytes or trees.
 */

/** An element: its name, and its text or its children. */
export type XmlElement = readonly [
  name: string,
  content: string | number | boolean | readonly XmlElement[],
];

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** A document with one root, whose `attributes` stand as given. */
export function renderXml(root: XmlElement, attributes = ""): Uint8Array {
  const [name] = root;
  const space = attributes === "" ? "" : ` ${attributes}`;
  const body = renderElement(root).replace(`<${name}`, `<${name}${space}`);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return new TextEncoder().encode(text);
}

function renderElement([name, content]: XmlElement): string {
  if (Array.isArray(content)) {
    return `<${name}>${content.map(renderElement).join("")}</${name}>`;
  }
  return `<${name}>${escapeXml(String(content))}</${name}>`;
}

/** Text for an element; characters that XML 1.0 lacks become references. */
export function escapeXml(text: string): string {
  const awkward = /[&<>"]|[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}/gu;
  return text.replace(awkward, (char) => {
    const named = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[char];
    return `&${named ?? `#x${char.codePointAt(0)?.toString(16)}`};`;
  });
}

/** An element that was read. */
export interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  /** All text directly inside. */
  readonly text: string;
}

interface OpenNode {
  readonly name: string;
  readonly children: OpenNode[];
  text: string;
}

/** The root of a document; `undefined` if it is not well formed. */
export function parseXml(bytes: Uint8Array): XmlNode | undefined {
  const text = new TextDecoder().decode(bytes);
  const outer: OpenNode = { name: "", children: [], text: "" };
  const open = [outer];
  const token =
    /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w.:-]*)([^<>]*?)(\/?)>|([^<]+)/gy;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    const top = open.at(-1);
    if (found === null || top === undefined) return undefined;
    const [, closing, name, , selfClosing, plain] = found;
    if (plain !== undefined) {
      const decoded = decodeEntities(plain);
      if (decoded === undefined) return undefined;
      top.text += decoded;
    } else if (name !== undefined) {
      const local = name.replace(/^.*:/, "");
      if (closing === "/") {
        if (open.pop()?.name !== local) return undefined;
        continue;
      }
      const node: OpenNode = { name: local, children: [], text: "" };
      top.children.push(node);
      if (selfClosing !== "/") open.push(node);
    }
  }
  const isWhole = open.length === 1 && outer.children.length === 1 &&
    outer.text.trim() === "";
  return isWhole ? outer.children[0] : undefined;
}

/** Text of the first child called `name`; `undefined` if there is none. */
export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text;
}

function decodeEntities(text: string): string | undefined {
  let isSound = true;
  const decoded = text.replace(/&([^;]*);?/g, (_, name: string) => {
    const code = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name);
    if (code !== null) {
      const point = Number.parseInt(
        code[1] ?? code[2] ?? "",
        code[1] ? 16 : 10,
      );
      if (point <= 0x10ffff) return String.fromCodePoint(point);
    }
    const known = ENTITIES[name];
    isSound &&= known !== undefined;
    return known ?? "";
  });
  return isSound ? decoded : undefined;
}
