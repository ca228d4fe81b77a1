/** The promises of the socket below PostgreSQL, without PostgreSQL. */
import { assertEquals } from "@std/assert";
import {
  openServerSocket,
  TellingSocket,
} from "../../../../backends/reference/cluster/postgres_socket.ts";

/** What a client hears that leaves at `close`, as `postgres` does. */
function heardOf(socket: TellingSocket): string[] {
  const heard: string[] = [];
  socket.on("error", (error) => heard.push(error.message));
  socket.on("close", (hadError) => {
    heard.push(`close ${hadError}`);
    socket.removeAllListeners();
  });
  return heard;
}

Deno.test("a failure behind the end is told to nobody, and ends nothing", () => {
  const socket = new TellingSocket();
  const heard = heardOf(socket);
  socket.emit("close", false);
  socket.emit("error", new Error("late"));
  assertEquals(heard, ["close false"]);
});

Deno.test("a failure is told once, before the end that it is the cause of", async () => {
  const socket = new TellingSocket();
  const heard = heardOf(socket);
  socket.destroy(new Error("write"));
  // The runtime may emit them the other way round.
  socket.emit("close", true);
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(heard, ["write", "close true"]);
});

Deno.test("what is written before a socket is connected arrives", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const socket = openServerSocket({
    host: ["127.0.0.1"],
    port: [listener.addr.port],
  });
  socket.write("hello");
  const connection = await listener.accept();
  const buffer = new Uint8Array(5);
  assertEquals(await connection.read(buffer), 5);
  assertEquals(new TextDecoder().decode(buffer), "hello");
  connection.close();
  listener.close();
  await new Promise((resolve) => {
    socket.once("close", resolve);
    socket.destroy();
  });
});

Deno.test("a server that is not there is told of, and then the end", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const socket = openServerSocket({ host: ["127.0.0.1"], port: [port] });
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    socket.on("error", () => heard.push("error"));
    socket.on("close", () => {
      heard.push("close");
      resolve();
    });
  });
  assertEquals(heard, ["error", "close"]);
});
