/**
 * What the person has set and what the school has set; the school's comes first. Nothing here comes from
 * a draft but the words that a person asked never to see flagged.
 *
 * @typedef {object} Settings
 * @property {number} port
 * @property {"allow" | "hold"} whenServerMissing
 * @property {string[]} sitesOff adapters, or hosts of added sites, switched off
 * @property {string[]} addedSites hosts
 * @property {string[]} ignoredWords
 * @property {string[]} extraSites hosts the school has added
 * @property {string[]} lockedSites
 * @property {string[]} managed names of the settings the school has set
 * @property {string[]} unusable names of the school's settings that have no usable value
 */

export const DEFAULT_PORT = 8787;

const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** @type {(value: unknown) => value is string[]} */
const isList = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");

/** @type {Record<string, (value: unknown) => boolean>} */
const MANAGED = {
  serverPort: (value) => Number.isInteger(value) && Number(value) >= 1024 && Number(value) <= 65535,
  whenServerMissing: (value) => value === "allow" || value === "hold",
  extraSites: (value) => isList(value) && value.every(isHost),
  lockedSites: isList,
};

/** @returns {Promise<Settings>} */
export async function readSettings() {
  const [own, given] = await Promise.all([readOwn(), readManaged()]);
  const names = Object.keys(given).filter((name) => Object.hasOwn(MANAGED, name));
  const managed = names.filter((name) => MANAGED[name]?.(given[name]));
  const school = Object.fromEntries(managed.map((name) => [name, given[name]]));
  const lockedSites = /** @type {string[]} */ (school.lockedSites ?? []);
  return {
    port: /** @type {number} */ (school.serverPort ?? own.port),
    whenServerMissing: /** @type {"allow" | "hold"} */ (school.whenServerMissing ?? "allow"),
    sitesOff: own.sitesOff.filter((site) => !lockedSites.includes(site)),
    addedSites: own.addedSites,
    ignoredWords: own.ignoredWords,
    extraSites: /** @type {string[]} */ (school.extraSites ?? []),
    lockedSites,
    managed,
    unusable: names.filter((name) => !managed.includes(name)),
  };
}

/**
 * @param {string} host
 * @returns {boolean}
 */
export function isHost(host) {
  return HOST.test(host);
}

/** @param {number} port */
export async function setPort(port) {
  await chrome.storage.local.set({ port });
}

/**
 * Put a value into one of the person's lists, or take it out.
 *
 * @param {"sitesOff" | "addedSites" | "ignoredWords"} name
 * @param {string} value
 * @param {boolean} present
 */
export async function setInList(name, value, present) {
  const current = (await readOwn())[name].filter((one) => one !== value);
  await chrome.storage.local.set({ [name]: present ? [...current, value] : current });
}

/** Forget everything the person has set. @returns {Promise<void>} */
export function eraseSettings() {
  return chrome.storage.local.clear();
}

/** @returns {Promise<{port: number, sitesOff: string[], addedSites: string[], ignoredWords: string[]}>} */
async function readOwn() {
  const stored = await chrome.storage.local.get(["port", "sitesOff", "addedSites", "ignoredWords"]);
  return {
    port: typeof stored.port === "number" ? stored.port : DEFAULT_PORT,
    sitesOff: isList(stored.sitesOff) ? stored.sitesOff : [],
    addedSites: isList(stored.addedSites) ? stored.addedSites : [],
    ignoredWords: isList(stored.ignoredWords) ? stored.ignoredWords : [],
  };
}

/** @returns {Promise<Record<string, unknown>>} */
async function readManaged() {
  try {
    return await chrome.storage.managed.get();
  } catch {
    return {}; // Firefox rejects where the school has set nothing
  }
}
