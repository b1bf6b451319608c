/** The toolbar's popup: how the checker is, and whether this page is watched. */

import { ask, showStatus } from "./ask.js";
import { mark } from "../shared/dom.js";
import { translate, words } from "../shared/words.js";

/** @typedef {import("../background/settings.js").Settings} Settings */
/** @typedef {Settings & {networks: {id: string, name: string, hosts: string[]}[]}} Shown */

/** @type {<T extends HTMLElement>(id: string) => T} */
const byId = (id) => /** @type {any} */ (document.getElementById(id));

translate(document);
byId("mark").append(mark());
byId("options").addEventListener("click", openOptions);
byId("pair").addEventListener("click", openOptions);
await Promise.all([showThisPage(), showChecker()]);

async function showChecker() {
  const status = await showStatus(byId("status"));
  byId("pair").hidden = !["not-paired", "refused", "not-our-server"].includes(status);
}

async function showThisPage() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const host = tab?.url?.startsWith("https://") ? new URL(tab.url).hostname : "";
  /** @type {Shown} */
  const settings = await ask({ kind: "settings" });
  const isHere = (/** @type {string} */ name) => host === name || host.endsWith(`.${name}`);
  const network = settings.networks.find(({ hosts }) => hosts.some(isHere));
  const site = network?.id ?? [...settings.addedSites, ...settings.extraSites].find(isHere);
  if (!site) {
    byId("page").textContent = words("popupNotOurs");
    return;
  }
  const name = network?.name ?? site;
  /** @type {HTMLInputElement} */
  const on = byId("on");
  on.checked = !settings.sitesOff.includes(site);
  on.disabled = settings.lockedSites.includes(site);
  byId("switch").hidden = false;
  byId("switch-label").textContent = words(on.disabled ? "optionsSiteLocked" : "popupSwitchOn");
  const tell = () => {
    byId("page").textContent = words(on.checked ? "popupWatching" : "popupOff", name);
  };
  tell();
  on.addEventListener("change", async () => {
    await ask({ kind: "set-site", site, on: on.checked });
    tell();
    byId("reload").hidden = false;
  });
}

async function openOptions() {
  await chrome.runtime.openOptionsPage();
  window.close();
}
