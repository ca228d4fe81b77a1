/**
 * `${NAME}` in a scalar of the targets file becomes the value of that variable;
 * `$$` becomes `$`. It happens after YAML was parsed, so that a value can
 * never add structure.
 */

/** What came out; `mistakes` are sentence parts that follow a path. */
export interface Expanded {
  readonly text: string;
  readonly mistakes: readonly string[];
}

/** Expands one scalar. A name that is not defined is a mistake, never "". */
export function expandVariables(
  text: string,
  env: (name: string) => string | undefined,
): Expanded {
  const mistakes: string[] = [];
  const expanded = text.replace(
    /\$(?:\$|\{([^}]*)\}|)/g,
    (match, name: string | undefined) => {
      if (match === "$$") return "$";
      if (name === undefined) {
        mistakes.push(
          `a single $ begins nothing: write \${NAME} for a variable, $$ for $`,
        );
        return match;
      }
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        mistakes.push(`"\${${name}}" does not name a variable`);
        return match;
      }
      const value = env(name);
      if (value === undefined) {
        mistakes.push(`the variable ${name} is not defined: export it`);
      }
      return value ?? match;
    },
  );
  return { text: expanded, mistakes };
}
