/** What the extension's own pages ask of the background. */

import { words } from "../shared/words.js";

/**
 * @param {Record<string, unknown>} request see `shared/protocol.js`
 * @returns {Promise<any>}
 * @throws {Error} where the background refuses the request
 */
export async function ask(request) {
  const answer = await chrome.runtime.sendMessage(request);
  if (answer?.fault) throw new Error(`${request.kind}: ${answer.fault}`);
  return answer;
}

/**
 * Say in one line how the checker is.
 *
 * @param {HTMLElement} line
 * @returns {Promise<import("../shared/protocol.js").Status>}
 */
export async function showStatus(line) {
  const { status } = await ask({ kind: "status" });
  line.dataset.status = status;
  line.textContent = words(`status_${status.replaceAll("-", "_")}`);
  return status;
}
