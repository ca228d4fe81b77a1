/** Builds small C programs and libraries for tests, in a folder of the test. */

/** Path of what was built; fails with what the compiler said. */
export async function compileC(
  source: string,
  output: string,
  flags: readonly string[] = [],
): Promise<string> {
  const compiler = Deno.env.get("CC") ?? "cc";
  const { success, stderr } = await new Deno.Command(compiler, {
    args: [...flags, "-o", output, source],
  }).output();
  if (success) return output;
  throw new Error(
    `Cannot build "${source}": ${new TextDecoder().decode(stderr)}`,
  );
}
