/** Every word a person reads comes from `_locales/`, through here. */

/**
 * @param {string} key
 * @param {...(string | number)} values put in for $1, $2 …
 * @returns {string}
 */
export function words(key, ...values) {
  return chrome.i18n.getMessage(key, values.map(String));
}

/**
 * The form of `key` for this number: `KEY_one`, `KEY_other` and so on, as the language has them.
 *
 * @param {string} key
 * @param {number} count
 * @returns {string}
 */
export function counted(key, count) {
  const form = new Intl.PluralRules(chrome.i18n.getUILanguage()).select(count);
  return words(`${key}_${form}`, count) || words(`${key}_other`, count);
}

/**
 * Fill every element of a page that names a message in `data-words`.
 *
 * @param {Document} page
 */
export function translate(page) {
  page.documentElement.lang = chrome.i18n.getUILanguage();
  page.documentElement.dir = words("@@bidi_dir");
  for (const element of page.querySelectorAll("[data-words]")) {
    element.textContent = words(element.getAttribute("data-words") ?? "");
  }
}
