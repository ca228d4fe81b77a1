/**
 * Checks plain JSON against a description of its shape, for texts that this
 * program wrote itself and somebody may have damaged.
 */

export type Shape =
  | "text"
  | "count"
  | "truth"
  | "hex"
  | "number"
  | "nothing"
  | readonly string[]
  | { readonly list: Shape }
  | { readonly or: readonly Shape[] }
  | { readonly fields: Readonly<Record<string, Shape>> }
  | { readonly optional: Shape };

export interface ShapeFault {
  /** `targets[0].space.fileBytes` */
  readonly path: string;
  readonly sentence: string;
}

/** The first thing that is wrong, or `null`. */
export function shapeFault(
  value: unknown,
  shape: Shape,
  path = "",
): ShapeFault | null {
  if (typeof shape === "string") return scalarFault(value, shape, path);
  if (isWords(shape)) {
    const isKnown = typeof value === "string" && shape.includes(value);
    return isKnown ? null : fault(value, `one of ${shape.join(", ")}`, path);
  }
  if ("optional" in shape) {
    return value === undefined ? null : shapeFault(value, shape.optional, path);
  }
  if ("or" in shape) {
    const faults = shape.or.map((one) => shapeFault(value, one, path));
    if (faults.includes(null)) return null;
    // A kind that fits tells which was meant; else the last is most likely.
    const meant = faults.findLast((one) => one?.path !== `${path}.kind`);
    return meant ?? faults.at(-1) ?? null;
  }
  return "list" in shape
    ? listFault(value, shape.list, path)
    : fieldsFault(value, shape.fields, path);
}

function listFault(
  value: unknown,
  shape: Shape,
  path: string,
): ShapeFault | null {
  if (!Array.isArray(value)) return fault(value, "a list", path);
  for (const [index, part] of value.entries()) {
    const found = shapeFault(part, shape, `${path}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}

function fieldsFault(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
  path: string,
): ShapeFault | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fault(value, "a mapping", path);
  }
  const parts: Readonly<Record<string, unknown>> = { ...value };
  for (const [key, shape] of Object.entries(fields)) {
    const at = path === "" ? key : `${path}.${key}`;
    const found = shapeFault(parts[key], shape, at);
    if (found !== null) return found;
  }
  return null;
}

function scalarFault(
  value: unknown,
  shape: "text" | "count" | "truth" | "hex" | "number" | "nothing",
  path: string,
): ShapeFault | null {
  switch (shape) {
    case "nothing":
      return value === null ? null : fault(value, "null", path);
    case "number":
      return Number.isFinite(value) ? null : fault(value, "a number", path);
    case "text":
      return typeof value === "string" ? null : fault(value, "a text", path);
    case "truth":
      return typeof value === "boolean" ? null : fault(value, "a truth", path);
    case "hex": {
      const isHex = typeof value === "string" && /^[0-9a-f]{16}$/.test(value);
      return isHex ? null : fault(value, "16 hex digits", path);
    }
    case "count": {
      const isCount = Number.isSafeInteger(value) && Number(value) >= 0;
      return isCount ? null : fault(value, "a whole number", path);
    }
  }
}

function fault(value: unknown, expected: string, path: string): ShapeFault {
  const shown = JSON.stringify(value) ?? "missing";
  const short = shown.length > 40 ? `${shown.slice(0, 40)}...` : shown;
  return { path, sentence: `It is ${short}: expected ${expected}` };
}

function isWords(shape: Shape): shape is readonly string[] {
  return Array.isArray(shape);
}
