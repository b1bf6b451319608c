/**
 * Proof that the program on the port is the checker paired with: it knows the token, and listens on that
 * very port. Why it is asked for when it is: docs/decisions/0006-when-to-prove.md.
 *
 * @typedef {{port: number, token: string}} Peer
 * @typedef {{nonce: string, asked: number}} Challenge
 */

/** A proof vouches for what is sent next for this long, in milliseconds. */
const FRESH_MS = 30_000;

/**
 * The last proof. In memory only: the background is stopped when nothing has happened for as long as a
 * proof lasts, and a new one costs one short request.
 *
 * @type {(Peer & {asked: number}) | null}
 */
let last = null;

/**
 * @param {Peer} peer
 * @returns {boolean} whether it has proved itself so lately that it may be sent the token and a draft
 */
export function isProven({ port, token }) {
  return last?.port === port && last.token === token && performance.now() - last.asked < FRESH_MS;
}

/** Have the next request begin with a proof. */
export function forgetProof() {
  last = null;
}

/** @returns {Challenge} to be sent with one request */
export function challenge() {
  return { nonce: hex(crypto.getRandomValues(new Uint8Array(32))), asked: performance.now() };
}

/**
 * Whether the answer comes from the peer itself; if so, that is remembered from the moment of asking.
 *
 * @param {Peer} peer
 * @param {Challenge} challenge sent with the request
 * @param {Response} response
 * @returns {Promise<boolean>}
 */
export async function proves(peer, { nonce, asked }, response) {
  const given = response.headers.get("X-Postcheck-Proof");
  if (given === null || !same(given, await expected(peer, nonce))) return false;
  last = { ...peer, asked };
  return true;
}

/**
 * @param {Peer} peer
 * @param {string} nonce
 * @returns {Promise<string>}
 */
async function expected({ port, token }, nonce) {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(token), algorithm, false, ["sign"]);
  const message = encoder.encode(`postcheck-proof:${port}:${nonce}`);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, message)));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} given
 * @param {string} expected
 * @returns {boolean}
 */
function same(given, expected) {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < expected.length; at += 1) {
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  }
  return difference === 0;
}
