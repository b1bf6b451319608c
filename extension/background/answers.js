/** What the background does for each kind of request (see `shared/protocol.js`). */

import { check, pair, policy, status, unpair } from "./client.js";
import { withoutIgnored } from "./ignored.js";
import { eraseSettings, isHost, readSettings, setInList, setPort } from "./settings.js";
import { adapterFor, adapters, registerAddedSites } from "./sites.js";

/** @typedef {import("../shared/protocol.js").Request} Request */
/** @typedef {chrome.runtime.MessageSender} Sender */

/** @type {Record<string, (request: any, sender: Sender) => Promise<unknown>>} */
const ANSWERS = {
  async hello(_request, sender) {
    const { whenServerMissing } = await readSettings();
    const { adapter } = await adapterFor(hostOf(sender));
    return { adapter, whenServerMissing };
  },

  async check({ text, network, audience, draftKind }) {
    const answer = await check({ text, network, audience, draftKind });
    if (!answer.report) return answer;
    const { ignoredWords } = await readSettings();
    return { ...answer, report: withoutIgnored(answer.report, text, ignoredWords) };
  },

  policy: () => policy(),
  status: () => status(),

  async badge({ count }, sender) {
    const tabId = sender.tab?.id;
    if (tabId === undefined) return;
    await chrome.action.setBadgeBackgroundColor({ tabId, color: "#8f4a00" });
    await chrome.action.setBadgeText({ tabId, text: count === 0 ? "" : String(count) });
  },

  "never-flag": ({ word }) => setInList("ignoredWords", word, true),
  "flag-again": ({ word }) => setInList("ignoredWords", word, false),
  "open-options": () => chrome.runtime.openOptionsPage(),
  pair: ({ secret }) => pair(secret),
  "set-port": ({ port }) => setPort(port),
  "set-site": ({ site, on }) => setInList("sitesOff", site, !on),

  async "add-site"({ host }) {
    if (!isHost(host)) return { added: false };
    await setInList("addedSites", host, true);
    await registerAddedSites();
    return { added: true };
  },

  async "remove-site"({ host }) {
    await setInList("addedSites", host, false);
    await registerAddedSites();
  },

  async settings() {
    const networks = (await adapters()).map(({ id, name, hosts }) => ({ id, name, hosts }));
    return { ...(await readSettings()), networks };
  },

  async erase() {
    await unpair();
    await eraseSettings();
    await registerAddedSites();
  },
};

/**
 * @param {Request} request
 * @param {Sender} sender
 * @returns {Promise<unknown>}
 */
export async function answer(request, sender) {
  return ANSWERS[request.kind]?.(request, sender);
}

/**
 * The host of the page that asks, as the browser tells it: a frame without an address of its own
 * (about:blank, srcdoc) counts as the page it belongs to.
 *
 * @param {Sender} sender
 * @returns {string}
 */
function hostOf(sender) {
  for (const address of [sender.origin, sender.url, sender.tab?.url]) {
    if (address && /^https:/.test(address)) return new URL(address).hostname;
  }
  return "";
}
