/** Talks to the checker on this device: the only place of the extension that does. */

import { MAX_TEXT, parsePolicy, parseReport } from "../shared/protocol.js";
import { readSettings } from "./settings.js";
import { forgetToken, keepToken, readToken } from "./vault.js";

/** @typedef {import("../shared/protocol.js").Status} Status */
/** @typedef {{base: string, token: string | null, signal: AbortSignal}} Line */

const CHECK_MS = 1500;
/** Nobody's post waits for these, and right after the browser's start they can take a while. */
const OTHER_MS = 5000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A reason why there is no answer; `status` is what the person is told. */
class Fault extends Error {
  /** @param {Status} status */
  constructor(status) {
    super(status);
    this.status = status;
  }
}

/**
 * @param {import("../shared/protocol.js").Draft} draft
 * @returns {Promise<import("../shared/protocol.js").CheckAnswer>} within 1.5 s; never rejects
 */
export function check(draft) {
  return answering(async (line) => {
    if (codePoints(draft.text) > MAX_TEXT) throw new Fault("too-long");
    const token = await provenToken(line);
    const response = await send(line, "/v1/check", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({
        text: draft.text,
        network: draft.network,
        audience: draft.audience,
        kind: draft.draftKind,
        offsets: "utf16",
      }),
    });
    return { report: understood(() => parseReport(response, draft.text.length)) };
  }, CHECK_MS);
}

/** @returns {Promise<{status: Status, policy?: import("../shared/protocol.js").Policy}>} */
export function policy() {
  return answering(async (line) => {
    const token = await provenToken(line);
    const response = await send(line, "/v1/policy", { headers: { Authorization: `Bearer ${token}` } });
    return { policy: understood(() => parsePolicy(response)) };
  });
}

/** How the checker is, and whether it takes our token. @returns {Promise<{status: Status}>} */
export async function status() {
  return { status: (await policy()).status };
}

/**
 * @param {string} secret the code of the pairing page, or the token itself
 * @returns {Promise<{status: Status}>} `refused` where the code is wrong, used or too old
 */
export function pair(secret) {
  return answering(async (line) => {
    const given = secret.trim();
    if (TOKEN.test(given)) {
      await prove({ ...line, token: given });
      await keepToken(given);
      return {};
    }
    const answer = /** @type {{token?: unknown} | null} */ (
      await send(line, "/v1/pair", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${plainCode(given)}` },
        body: "{}",
      })
    );
    if (typeof answer?.token !== "string" || !TOKEN.test(answer.token)) throw new Fault("too-old");
    await prove({ ...line, token: answer.token });
    await keepToken(answer.token);
    return {};
  });
}

/** Forget the pairing. @returns {Promise<void>} */
export function unpair() {
  return forgetToken();
}

/**
 * @template {object} T
 * @param {(line: Line) => Promise<T>} work
 * @param {number} [milliseconds] that it may take
 * @returns {Promise<{status: Status} & Partial<T>>}
 */
async function answering(work, milliseconds = OTHER_MS) {
  const signal = AbortSignal.timeout(milliseconds);
  const { port } = await readSettings();
  const line = { base: `http://127.0.0.1:${port}`, token: await readToken(), signal };
  try {
    return { status: "ready", ...(await work(line)) };
  } catch (fault) {
    if (fault instanceof Fault) return /** @type {any} */ ({ status: fault.status });
    throw fault;
  }
}

/**
 * The token, once the server has shown that it knows it too: another program on the port gets neither
 * the token nor a draft.
 *
 * @param {Line} line
 * @returns {Promise<string>}
 */
async function provenToken(line) {
  if (line.token === null) {
    await reach(line, "/v1/health", {});
    throw new Fault("not-paired");
  }
  await prove(line);
  return line.token;
}

/** @param {Line} line */
async function prove(line) {
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  const response = await reach(line, "/v1/health", { headers: { "X-Postcheck-Nonce": nonce } });
  const proof = response.headers.get("X-Postcheck-Proof");
  if (proof === null || !same(proof, await expectedProof(line.token ?? "", nonce))) {
    throw new Fault("not-our-server");
  }
  if (response.ok) return;
  const health = /** @type {{status?: unknown} | null} */ (await json(response));
  throw new Fault(health?.status === "starting" ? "starting" : "failed");
}

/**
 * @param {string} token
 * @param {string} nonce
 * @returns {Promise<string>}
 */
async function expectedProof(token, nonce) {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(token), algorithm, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(`postcheck-proof:${nonce}`))));
}

/**
 * @param {Line} line
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<unknown>} the JSON of a good answer
 */
async function send(line, path, request) {
  const response = await reach(line, path, request);
  if (response.ok) return json(response);
  if (response.status === 401 || response.status === 403 || response.status === 429) throw new Fault("refused");
  if (response.status === 413) throw new Fault("too-long");
  if (response.status === 503) throw new Fault("starting");
  throw new Fault(response.status >= 500 ? "failed" : "too-old");
}

/**
 * @param {Line} line
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Response>}
 */
async function reach(line, path, request) {
  try {
    return await fetch(line.base + path, {
      ...request,
      signal: line.signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  } catch {
    if (line.signal.aborted) throw new Fault("timeout");
    const allowed = await chrome.permissions.contains({ origins: ["http://127.0.0.1/*"] });
    throw new Fault(allowed ? "not-found" : "not-allowed");
  }
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>}
 */
async function json(response) {
  try {
    return await response.json();
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw new Fault("timeout");
  }
}

/**
 * @template T
 * @param {() => T} parse
 * @returns {T}
 */
function understood(parse) {
  try {
    return parse();
  } catch {
    throw new Fault("too-old");
  }
}

/**
 * Header values hold ASCII only; anything else cannot be a code, and is left for the server to refuse.
 *
 * @param {string} code
 * @returns {string}
 */
function plainCode(code) {
  const letters = code.replace(/[^A-Za-z0-9]/g, "");
  if (letters === "") throw new Fault("refused");
  return letters.slice(0, 64);
}

/**
 * @param {string} text
 * @returns {number}
 */
function codePoints(text) {
  return text.length <= MAX_TEXT ? text.length : Array.from(text).length;
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
