/** A process that has ended and whose parent does not ask how. */

/** Runs `body` with its id while the parent lives. */
export async function withZombie(
  body: (processId: number) => Promise<void> | void,
): Promise<void> {
  // The child ends once `cat` has replaced the shell: a shell would ask how it
  // ended, `cat` waits for nobody and ends with its stdin.
  const child = 'p=$$; (until [ "$(cat /proc/$p/comm)" = cat ]; do :; done)';
  const parent = new Deno.Command("sh", {
    args: ["-c", `${child} & echo $!; exec cat`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const processId = Number((await lines.read()).value);
    while (!statOf(processId).includes(") Z ")) await Promise.resolve();
    await body(processId);
  } finally {
    await lines.cancel();
    await parent.stdin.close();
    await parent.status;
  }
}

function statOf(processId: number): string {
  return Deno.readTextFileSync(`/proc/${processId}/stat`);
}
