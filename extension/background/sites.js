/**
 * Which pages are watched, and the adapter for each: `sites/*.json` for the networks, `generic.json` for
 * sites that the person or the school has added.
 *
 * @typedef {object} Rule
 * @property {string} selector
 * @property {string} is
 *
 * @typedef {object} Adapter
 * @property {string} id
 * @property {string} name
 * @property {string[]} hosts each with its subdomains; none for the generic adapter
 * @property {string[]} composer selectors of what people write in
 * @property {string[]} notComposer selectors of what looks like it and is not
 * @property {string[]} publish selectors of what publishes it
 * @property {string[]} [publishWords] names of buttons that publish, where selectors cannot know them
 * @property {{keys: string[], within?: string}[]} publishKeys chords such as Ctrl+Enter
 * @property {{otherwise: string, when: Rule[]}} audience found on the page
 * @property {{otherwise: string, when: Rule[]}} kind found from the composer upwards
 */

import { readSettings } from "./settings.js";

/** @type {Promise<Adapter[]> | undefined} */
let loaded;

/** Every adapter but the generic one, in the order of the index. @returns {Promise<Adapter[]>} */
export function adapters() {
  loaded ??= load();
  return loaded;
}

/**
 * The adapter for a page, where it is to be watched.
 *
 * @param {string} host
 * @returns {Promise<{site: string | null, adapter: Adapter | null}>} `site` is null for a page that is
 *   none of ours, `adapter` for one that is switched off
 */
export async function adapterFor(host) {
  const settings = await readSettings();
  const known = (await adapters()).find((one) => one.hosts.some((name) => within(host, name)));
  const added = [...settings.addedSites, ...settings.extraSites].find((name) => within(host, name));
  const site = known?.id ?? added ?? null;
  if (site === null || settings.sitesOff.includes(site)) return { site, adapter: null };
  return { site, adapter: known ?? (await read("generic")) };
}

/** Run the content script on the sites added since, and no longer on those taken out. */
export async function registerAddedSites() {
  const { addedSites, extraSites } = await readSettings();
  /** @type {string[]} */
  const wanted = [];
  for (const host of new Set([...addedSites, ...extraSites])) {
    if (await chrome.permissions.contains({ origins: [`https://${host}/*`] })) wanted.push(host);
  }
  const present = (await chrome.scripting.getRegisteredContentScripts()).map((script) => script.id);
  const gone = present.filter((id) => !wanted.includes(id));
  if (gone.length > 0) await chrome.scripting.unregisterContentScripts({ ids: gone });
  await chrome.scripting.registerContentScripts(
    wanted
      .filter((host) => !present.includes(host))
      .map((host) => ({
        id: host,
        matches: [`https://${host}/*`],
        js: ["content/loader.js"],
        runAt: "document_start",
        allFrames: true,
        matchOriginAsFallback: true,
      })),
  );
}

/** @returns {Promise<Adapter[]>} */
async function load() {
  const index = /** @type {string[]} */ (await file("index"));
  return Promise.all(index.map(read));
}

/**
 * @param {string} id
 * @returns {Promise<Adapter>}
 */
async function read(id) {
  return { id, .../** @type {Omit<Adapter, "id">} */ (await file(id)) };
}

/**
 * @param {string} name
 * @returns {Promise<unknown>}
 */
async function file(name) {
  return (await fetch(chrome.runtime.getURL(`sites/${name}.json`))).json();
}

/**
 * @param {string} host
 * @param {string} name
 * @returns {boolean}
 */
function within(host, name) {
  return host === name || host.endsWith(`.${name}`);
}
