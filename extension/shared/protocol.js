/**
 * Every message between the parts of the extension, and every answer of the checker, checked field by
 * field before anything uses it. Offsets are UTF-16 units, end exclusive.
 *
 * @typedef {"none" | "advice" | "warning" | "serious"} Level
 * @typedef {"public" | "friends" | "private" | "unknown"} Audience
 * @typedef {"post" | "comment" | "message" | "profile"} DraftKind
 *
 * @typedef {object} Draft
 * @property {string} text
 * @property {string} network
 * @property {Audience} audience
 * @property {DraftKind} draftKind
 *
 * @typedef {object} Finding
 * @property {string} id
 * @property {string} label
 * @property {number} start
 * @property {number} end
 * @property {Level} level
 * @property {string} clause
 * @property {string} title
 * @property {string} why
 * @property {string | null} replacement
 * @property {[number, number][]} phrases
 *
 * @typedef {object} Report
 * @property {boolean} warn
 * @property {Level} level
 * @property {Finding[]} findings
 * @property {string | null} rewrite
 *
 * @typedef {object} Clause
 * @property {string} id
 * @property {string} title
 * @property {string} text
 * @property {string} reference
 *
 * @typedef {object} Policy
 * @property {string} name
 * @property {string | null} link
 * @property {Clause[]} clauses
 *
 * @typedef {typeof STATUSES[number]} Status How the checker is; anything but `ready` means: not checked.
 * @typedef {{status: Status, report?: Report}} CheckAnswer
 */

export const LEVELS = /** @type {const} */ (["none", "advice", "warning", "serious"]);
const AUDIENCES = /** @type {const} */ (["public", "friends", "private", "unknown"]);
const DRAFT_KINDS = /** @type {const} */ (["post", "comment", "message", "profile"]);

export const STATUSES = /** @type {const} */ ([
  "ready",
  "starting",
  "failed",
  "not-paired",
  "not-found",
  "not-allowed",
  "not-our-server",
  "refused",
  "too-old",
  "too-long",
  "timeout",
  "reload",
]);

/** Labels of words that a person may ask never to see flagged again; never a concern, never a password. */
export const IGNORABLE = new Set(["SCHOOL", "STAFF", "ROLE", "PUPIL", "FAMILY"]);

export const MAX_TEXT = 100_000;
const MAX_WORD = 200;

/** A message or an answer that does not have its shape; the message names the field, never its value. */
export class ProtocolError extends Error {
  name = "ProtocolError";
}

/** @typedef {(value: unknown) => boolean} Is */

/** @type {Is} */
const isString = (value) => typeof value === "string";
/** @type {Is} */
const isText = (value) => typeof value === "string" && value.length <= 2 * MAX_TEXT;
/** @type {Is} */
const isWord = (value) => typeof value === "string" && value.length > 0 && value.length <= MAX_WORD;
/** @type {Is} */
const isBoolean = (value) => typeof value === "boolean";
/** @type {Is} */
const isCount = (value) => Number.isInteger(value) && Number(value) >= 0;
/** @type {Is} */
const isPort = (value) => Number.isInteger(value) && Number(value) >= 1024 && Number(value) <= 65535;
/** @type {Is} */
const isStringOrNull = (value) => value === null || typeof value === "string";
/** @type {(values: readonly unknown[]) => Is} */
const oneOf = (values) => (value) => values.includes(value);

/** What a page's content script may ask. @type {Record<string, Record<string, Is>>} */
const FROM_CONTENT = {
  hello: {},
  check: {
    text: isText,
    network: isWord,
    audience: oneOf(AUDIENCES),
    draftKind: oneOf(DRAFT_KINDS),
  },
  policy: {},
  badge: { count: isCount },
  "never-flag": { word: isWord },
  "open-options": {},
};

/** What the extension's own pages may ask besides. @type {Record<string, Record<string, Is>>} */
const FROM_OWN_PAGES = {
  status: {},
  settings: {},
  pair: { secret: isWord },
  "flag-again": { word: isWord },
  "set-site": { site: isWord, on: isBoolean },
  "add-site": { host: isWord },
  "remove-site": { host: isWord },
  "set-port": { port: isPort },
  erase: {},
};

/**
 * @typedef {object} Request
 * @property {string} kind
 * @property {string} [text]
 * @property {string} [network]
 * @property {Audience} [audience]
 * @property {DraftKind} [draftKind]
 * @property {number} [count]
 * @property {string} [word]
 * @property {string} [secret]
 * @property {string} [site]
 * @property {string} [host]
 * @property {boolean} [on]
 * @property {number} [port]
 */

/**
 * A request as the background may act on it.
 *
 * @param {unknown} value
 * @param {{ownPage: boolean}} sender whether it came from one of the extension's own pages
 * @returns {Request}
 * @throws {ProtocolError} for an unknown kind, or a field missing, unknown or of the wrong type
 */
export function parseRequest(value, { ownPage }) {
  const message = record(value, "message");
  const kind = String(message.kind);
  const known = ownPage ? { ...FROM_CONTENT, ...FROM_OWN_PAGES } : FROM_CONTENT;
  if (!Object.hasOwn(known, kind)) throw new ProtocolError("kind");
  const fields = known[kind] ?? {};
  for (const name of Object.keys(message)) {
    if (name !== "kind" && !Object.hasOwn(fields, name)) throw new ProtocolError(name);
  }
  demand(message, fields);
  return /** @type {Request} */ (/** @type {unknown} */ (message));
}

/**
 * A report of `POST /v1/check` asked for with `offsets: "utf16"`. Fields not named here are left out.
 *
 * @param {unknown} value
 * @param {number} length the length of the text it is about
 * @returns {Report}
 * @throws {ProtocolError}
 */
export function parseReport(value, length) {
  const report = record(value, "report");
  demand(report, { warn: isBoolean, level: oneOf(LEVELS), rewrite: isStringOrNull });
  const findings = list(report.findings, "findings").map((row) => parseFinding(row, length));
  return {
    warn: Boolean(report.warn),
    level: /** @type {Level} */ (report.level),
    findings,
    rewrite: /** @type {string | null} */ (report.rewrite),
  };
}

/**
 * @param {unknown} value
 * @param {number} length
 * @returns {Finding}
 */
function parseFinding(value, length) {
  const row = record(value, "finding");
  demand(row, {
    id: isString,
    label: isString,
    level: oneOf(LEVELS),
    clause: isString,
    title: isString,
    why: isString,
    replacement: isStringOrNull,
  });
  const [start, end] = range([row.start, row.end], length);
  const phrases = list(row.phrases ?? [], "phrases").map((pair) => range(pair, length));
  const { id, label, level, clause, title, why, replacement } = /** @type {Finding} */ (
    /** @type {unknown} */ (row)
  );
  return { id, label, start, end, level, clause, title, why, replacement, phrases };
}

/**
 * An answer of `GET /v1/policy`.
 *
 * @param {unknown} value
 * @returns {Policy}
 * @throws {ProtocolError}
 */
export function parsePolicy(value) {
  const policy = record(value, "policy");
  demand(policy, { name: isString, link: isStringOrNull });
  const link = /** @type {string | null} */ (policy.link);
  const clauses = list(policy.clauses, "clauses").map((row) => {
    const clause = record(row, "clause");
    demand(clause, { id: isString, title: isString, text: isString, reference: isString });
    return /** @type {Clause} */ (/** @type {unknown} */ (clause));
  });
  // A link that is not a web address would run as script when it is clicked.
  const safe = link !== null && /^https?:\/\//.test(link) ? link : null;
  return { name: String(policy.name), link: safe, clauses };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Record<string, unknown>}
 */
function record(value, name) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ProtocolError(name);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[]}
 */
function list(value, name) {
  if (!Array.isArray(value)) throw new ProtocolError(name);
  return value;
}

/**
 * @param {unknown} value
 * @param {number} length
 * @returns {[number, number]}
 */
function range(value, length) {
  const [start, end] = list(value, "range");
  if (!isCount(start) || !isCount(end) || Number(start) > Number(end) || Number(end) > length) {
    throw new ProtocolError("range");
  }
  return [Number(start), Number(end)];
}

/**
 * @param {Record<string, unknown>} value
 * @param {Record<string, Is>} fields
 */
function demand(value, fields) {
  for (const [name, is] of Object.entries(fields)) {
    if (!is(value[name])) throw new ProtocolError(name);
  }
}
