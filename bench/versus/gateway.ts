/**
 * A versitygw over a folder in memory, for rows about stores. `S3_SERVER` names
 * its program; the buckets are folders of `root`.
 */
import type { StoreUnderTest } from "./object_work.ts";
import { freePort, startServer } from "./server.ts";

const ACCESS_KEY = "benchmark";
const SECRET_KEY = "benchmark-secret";

export interface Gateway extends AsyncDisposable {
  /** With the bucket `ours`. */
  readonly store: StoreUnderTest;
  /** Removes a bucket that another program has filled; absent is fine. */
  drop(bucket: string): Promise<void>;
}

/** Its folder and all objects are gone once it is disposed of. */
export async function startGateway(): Promise<Gateway> {
  const root = await Deno.makeTempDir({ dir: "/dev/shm" });
  const remove = () => Deno.remove(root, { recursive: true });
  try {
    await Deno.mkdir(`${root}/ours`);
    const port = freePort();
    const server = await startServer({
      command: [
        Deno.env.get("S3_SERVER") ?? "versitygw",
        "--quiet",
        "--port",
        `127.0.0.1:${port}`,
        // Off by default there: each request would be a connection.
        "--keep-alive",
        "posix",
        root,
      ],
      env: { ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: SECRET_KEY },
      port,
    });
    return {
      store: {
        host: server.host,
        bucket: "ours",
        accessKey: ACCESS_KEY,
        secretKey: SECRET_KEY,
      },
      async drop(bucket) {
        await Deno.remove(`${root}/${bucket}`, { recursive: true })
          .catch((error) => {
            if (!(error instanceof Deno.errors.NotFound)) throw error;
          });
      },
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
