/** Talks to the checker on this device: the only place of the extension that does. */

import { MAX_TEXT, parsePolicy, parseReport } from "../shared/protocol.js";
import { challenge, forgetProof, isProven, proves } from "./proof.js";
import { readSettings } from "./settings.js";
import { forgetToken, keepToken, readToken } from "./vault.js";

/** @typedef {import("../shared/protocol.js").Status} Status */
/** @typedef {import("./proof.js").Peer} Peer */
/** @typedef {{port: number, token: string | null, signal: AbortSignal}} Line */

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
    const response = await sendProven(line, "/v1/check", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
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
    const response = await sendProven(line, "/v1/policy", {});
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
      await prove(line, { port: line.port, token: given });
      await keepToken(given);
      return {};
    }
    const answer = /** @type {{token?: unknown} | null} */ (
      await content(
        await reach(line, "/v1/pair", {
          method: "POST",
          headers: { "Content-Type": "application/json", Authorization: `Bearer ${plainCode(given)}` },
          body: "{}",
        }),
      )
    );
    if (typeof answer?.token !== "string" || !TOKEN.test(answer.token)) throw new Fault("too-old");
    await prove(line, { port: line.port, token: answer.token });
    await keepToken(answer.token);
    return {};
  });
}

/** Forget the pairing. @returns {Promise<void>} */
export function unpair() {
  forgetProof();
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
  const line = { port, token: await readToken(), signal };
  try {
    return { status: "ready", ...(await work(line)) };
  } catch (fault) {
    forgetProof();
    if (fault instanceof Fault) return /** @type {any} */ ({ status: fault.status });
    throw fault;
  }
}

/**
 * Ask what needs the token. Another program on the port gets neither the token nor a draft, unless it took
 * the port within the last seconds; its answer is not believed even then.
 *
 * @param {Line} line
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<unknown>} the JSON of a good answer
 */
async function sendProven(line, path, request) {
  const { port, token } = line;
  if (token === null) {
    await reach(line, "/v1/health", {});
    throw new Fault("not-paired");
  }
  const peer = { port, token };
  if (!isProven(peer)) await prove(line, peer);
  const headers = { ...request.headers, Authorization: `Bearer ${token}` };
  return content(await reachProven(line, peer, path, { ...request, headers }));
}

/**
 * @param {Line} line
 * @param {Peer} peer
 */
async function prove(line, peer) {
  const response = await reachProven(line, peer, "/v1/health", {});
  if (response.ok) return;
  const health = /** @type {{status?: unknown} | null} */ (await json(response));
  throw new Fault(health?.status === "starting" ? "starting" : "failed");
}

/**
 * @param {Line} line
 * @param {Peer} peer
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Response>} from the peer and nobody else, whatever its status
 */
async function reachProven(line, peer, path, request) {
  const asked = challenge();
  const headers = { ...request.headers, "X-Postcheck-Nonce": asked.nonce };
  const response = await reach(line, path, { ...request, headers });
  if (!(await proves(peer, asked, response))) throw new Fault("not-our-server");
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>} the JSON of a good answer
 */
async function content(response) {
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
    return await fetch(`http://127.0.0.1:${line.port}${path}`, {
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
