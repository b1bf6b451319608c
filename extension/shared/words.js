/** Every word a person reads comes from `_locales/`, through here. */

const LANGUAGE = chrome.i18n.getUILanguage();

/** @type {Map<string, string>} */
const remembered = new Map();

/**
 * Have these at hand for when the browser no longer gives any: after an update of the extension, a page that
 * stayed open must still be able to say so.
 *
 * @param {string[]} keys
 */
export function rememberWords(keys) {
  for (const key of keys) remembered.set(key, chrome.i18n.getMessage(key, ["$1"]));
}

/**
 * @param {string} key
 * @param {...(string | number)} values put in for $1, $2 …
 * @returns {string}
 */
export function words(key, ...values) {
  try {
    return chrome.i18n.getMessage(key, values.map(String));
  } catch {
    return (remembered.get(key) ?? "").replace("$1", () => String(values[0] ?? ""));
  }
}

/**
 * The form of `key` for this number: `KEY_one`, `KEY_other` and so on, as the language has them.
 *
 * @param {string} key
 * @param {number} count
 * @returns {string}
 */
export function counted(key, count) {
  const form = new Intl.PluralRules(LANGUAGE).select(count);
  return words(`${key}_${form}`, count) || words(`${key}_other`, count);
}

/**
 * Fill every element of a page that names a message in `data-words`.
 *
 * @param {Document} page
 */
export function translate(page) {
  page.documentElement.lang = LANGUAGE;
  page.documentElement.dir = words("@@bidi_dir");
  for (const element of page.querySelectorAll("[data-words]")) {
    element.textContent = words(element.getAttribute("data-words") ?? "");
  }
}
