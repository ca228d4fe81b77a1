/**
 * An HTTPS server for one test, with a certificate of an authority that was made
 * for it. Needs `openssl`; `hasOpenssl` says whether it is there.
 */
import { withScratch } from "./_scratch.ts";

/** Whether certificates can be made on this host. */
export function hasOpenssl(): boolean {
  try {
    const command = new Deno.Command("openssl", { args: ["version"] });
    return command.outputSync().success;
  } catch {
    return false;
  }
}

export interface TlsServer {
  readonly port: number;
  /** Path of the authority's certificate. */
  readonly caFile: string;
  /** A folder that goes with the server. */
  readonly folder: string;
}

/** Answers "hi" to everything on `https://localhost`. */
export async function withTlsServer(
  body: (server: TlsServer) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    await makeCertificates(folder);
    const server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: Deno.readTextFileSync(`${folder}/leaf.pem`),
      key: Deno.readTextFileSync(`${folder}/leaf.key`),
      onListen: () => {},
    }, () => new Response("hi"));
    try {
      await body({
        port: server.addr.port,
        caFile: `${folder}/ca.pem`,
        folder,
      });
    } finally {
      await server.shutdown();
    }
  });
}

/**
 * Makes `ca.pem` and, signed by it, `leaf.pem` with `leaf.key` for these names,
 * as `subjectAltName` has them.
 */
export async function makeCertificates(
  folder: string,
  names = "DNS:localhost,IP:127.0.0.1",
): Promise<void> {
  const leaf = `basicConstraints=CA:FALSE\nsubjectAltName=${names}\n`;
  Deno.writeTextFileSync(`${folder}/leaf.ext`, leaf);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const calls = [
    ["req", "-x509", ...key, "-nodes", "-keyout", "ca.key", "-out", "ca.pem"]
      .concat(["-days", "2", "-subj", "/CN=test authority"]),
    ["req", ...key, "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr"]
      .concat(["-subj", "/CN=localhost"]),
    ["x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key"]
      .concat(["-CAcreateserial", "-days", "2", "-extfile", "leaf.ext"])
      .concat(["-out", "leaf.pem"]),
  ];
  for (const args of calls) {
    const { success, stderr } = await new Deno.Command("openssl", {
      args,
      cwd: folder,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  }
}
