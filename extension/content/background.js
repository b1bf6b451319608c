/** What the content script asks of the background. No call rejects: a fault is an answer like any other. */

/**
 * @template T
 * @param {Record<string, unknown>} request
 * @returns {Promise<T | null>} null where this page's script has been cut off by an update of the extension
 */
async function ask(request) {
  try {
    const answer = await chrome.runtime.sendMessage(request);
    return answer === undefined || "fault" in Object(answer) ? null : answer;
  } catch {
    return null;
  }
}

/** @typedef {import("../background/sites.js").Adapter} Adapter */

/** @returns {Promise<{adapter: Adapter | null, whenServerMissing: "allow" | "hold"} | null>} */
export function hello() {
  return ask({ kind: "hello" });
}

/**
 * @param {import("../shared/protocol.js").Draft} draft
 * @returns {Promise<import("../shared/protocol.js").CheckAnswer>}
 */
export async function check(draft) {
  return (await ask({ kind: "check", ...draft })) ?? { status: cutOff() ? "reload" : "failed" };
}

/** @returns {Promise<import("../shared/protocol.js").Policy | null>} */
export async function policy() {
  /** @type {{policy?: import("../shared/protocol.js").Policy} | null} */
  const answer = await ask({ kind: "policy" });
  return answer?.policy ?? null;
}

/** @param {string} word */
export function neverFlag(word) {
  return ask({ kind: "never-flag", word });
}

/** @param {number} count */
export function showCount(count) {
  void ask({ kind: "badge", count });
}

export function openOptions() {
  void ask({ kind: "open-options" });
}

/** @returns {boolean} */
function cutOff() {
  return chrome.runtime?.id === undefined;
}
