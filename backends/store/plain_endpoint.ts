/** Whether anybody on the way could read and change what a store is sent. */

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True for `http:` to another host than this one; others never leave it. */
export function isPlainEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname } = new URL(endpoint);
  return protocol === "http:" && !LOOPBACK.test(hostname);
}
