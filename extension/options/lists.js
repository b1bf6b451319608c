/** The lists of the options page. */

import { ask } from "../ui/ask.js";
import { make } from "../shared/dom.js";
import { words } from "../shared/words.js";

/** @typedef {import("../ui/popup.js").Shown} Shown */

/**
 * @param {Shown} settings
 * @param {() => Promise<void>} changed
 * @returns {Promise<HTMLLIElement[]>}
 */
export async function listSites(settings, changed) {
  const networks = settings.networks.map(({ id, name, hosts }) =>
    make("li", {}, siteSwitch(id, name, hosts.join(", "), settings, changed)),
  );
  const added = settings.addedSites.map((host) => {
    const remove = make("button", { type: "button", class: "plain small", "aria-label": words("optionsSiteRemoveName", host) }, words("optionsSiteRemove"));
    remove.addEventListener("click", async () => {
      await ask({ kind: "remove-site", host });
      await chrome.permissions.remove({ origins: [`https://${host}/*`] }).catch(() => false); // granted by the school
      await changed();
    });
    return make("li", {}, siteSwitch(host, host, words("optionsSiteAdded"), settings, changed), remove);
  });
  const school = settings.extraSites.map(async (host) => {
    const origins = [`https://${host}/*`];
    const row = make("li", {}, siteSwitch(host, host, words("optionsSiteSchool"), settings, changed));
    if (await chrome.permissions.contains({ origins })) return row;
    const allow = make("button", { type: "button", class: "small" }, words("optionsSiteAllow"));
    allow.addEventListener("click", async () => {
      await chrome.permissions.request({ origins });
      await changed();
    });
    row.append(allow);
    return row;
  });
  return [...networks, ...added, ...(await Promise.all(school))];
}

/**
 * @param {Shown} settings
 * @param {() => Promise<void>} changed
 * @returns {HTMLLIElement[]}
 */
export function listWords(settings, changed) {
  return settings.ignoredWords.map((word) => {
    const restore = make("button", { type: "button", class: "plain small", "aria-label": words("optionsWordRestoreName", word) }, words("optionsWordRestore"));
    restore.addEventListener("click", async () => {
      await ask({ kind: "flag-again", word });
      await changed();
    });
    return make("li", {}, make("span", {}, word), restore);
  });
}

/**
 * @param {Shown} settings
 * @returns {string[]} one line for each thing the school has set
 */
export function listManaged(settings) {
  /** @type {Record<string, string>} */
  const lines = {
    serverPort: words("managed_serverPort", settings.port),
    whenServerMissing: words(`managed_whenServerMissing_${settings.whenServerMissing}`),
    extraSites: words("managed_extraSites", settings.extraSites.join(", ")),
    lockedSites: words("managed_lockedSites", settings.lockedSites.join(", ")),
  };
  return [
    ...settings.managed.map((name) => lines[name] ?? name),
    ...settings.unusable.map((name) => words("optionsManagedUnusable", name)),
  ];
}

/**
 * @param {string} site
 * @param {string} name
 * @param {string} about
 * @param {Shown} settings
 * @param {() => Promise<void>} changed
 * @returns {HTMLLabelElement}
 */
function siteSwitch(site, name, about, settings, changed) {
  const locked = settings.lockedSites.includes(site);
  const input = make("input", {
    type: "checkbox",
    role: "switch",
    checked: !settings.sitesOff.includes(site),
    disabled: locked,
  });
  input.addEventListener("change", async () => {
    await ask({ kind: "set-site", site, on: input.checked });
    await changed();
  });
  const note = locked ? `${about} · ${words("optionsSiteLocked")}` : about;
  return make("label", { class: "switch" }, input, make("span", {}, name, " ", make("span", { class: "about" }, note)));
}
