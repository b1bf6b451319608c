/** The options page: pairing, sites, words, what the school has set, what is stored. */

import { ask, showStatus } from "../ui/ask.js";
import { make, mark } from "../shared/dom.js";
import { translate, words } from "../shared/words.js";
import { listManaged, listSites, listWords } from "./lists.js";

/** @type {<T extends HTMLElement>(id: string) => T} */
const byId = (id) => /** @type {any} */ (document.getElementById(id));

translate(document);
byId("mark").append(mark());

byId("pair").addEventListener("submit", async (event) => {
  event.preventDefault();
  /** @type {HTMLInputElement} */
  const code = byId("code");
  const { status } = await ask({ kind: "pair", secret: code.value });
  if (status === "ready") code.value = "";
  tell("pair-result", status === "ready", {
    ready: words("optionsPaired"),
    refused: words("optionsCodeRefused"),
  }[/** @type {string} */ (status)] ?? words(`status_${status.replaceAll("-", "_")}`));
  await show();
});

byId("add-site").addEventListener("submit", async (event) => {
  event.preventDefault();
  /** @type {HTMLInputElement} */
  const field = byId("host");
  const host = hostIn(field.value);
  if (host === null) return tell("site-result", false, words("optionsSiteBad"));
  // The browser asks the person only while it handles what they pressed, so nothing may come before this.
  const allowed = await chrome.permissions.request({ origins: [`https://${host}/*`] });
  if (!allowed) return tell("site-result", false, words("optionsSiteDenied"));
  const { added } = await ask({ kind: "add-site", host });
  if (!added) return tell("site-result", false, words("optionsSiteBad"));
  field.value = "";
  tell("site-result", true, "");
  await show();
});

byId("set-port").addEventListener("submit", async (event) => {
  event.preventDefault();
  /** @type {HTMLInputElement} */
  const field = byId("port");
  await ask({ kind: "set-port", port: field.valueAsNumber });
  tell("port-result", true, words("optionsPortSaved"));
  await show();
});

byId("erase").addEventListener("click", async () => {
  if (!confirm(words("optionsEraseSure"))) return;
  await ask({ kind: "erase" });
  tell("erase-result", true, words("optionsErased"));
  await show();
});

// Last, because the checker may take a while to answer and the forms must work before.
await show();

async function show() {
  /** @type {import("../ui/popup.js").Shown} */
  const settings = await ask({ kind: "settings" });
  /** @type {HTMLAnchorElement} */
  const pairPage = byId("pair-page");
  pairPage.href = `http://127.0.0.1:${settings.port}/pair`;
  /** @type {HTMLInputElement} */
  const port = byId("port");
  port.value = String(settings.port);
  port.disabled = settings.managed.includes("serverPort");
  byId("sites").replaceChildren(...(await listSites(settings, show)));
  byId("words").replaceChildren(...listWords(settings, show));
  byId("no-words").hidden = settings.ignoredWords.length > 0;
  byId("managed").replaceChildren(...listManaged(settings).map((line) => make("li", {}, line)));
  byId("not-managed").hidden = settings.managed.length + settings.unusable.length > 0;
  await showStatus(byId("status"));
}

/**
 * @param {string} id
 * @param {boolean} good
 * @param {string} text
 */
function tell(id, good, text) {
  const line = byId(id);
  line.dataset.good = String(good);
  line.textContent = text;
}

/**
 * @param {string} typed an address or a host
 * @returns {string | null}
 */
function hostIn(typed) {
  try {
    const { hostname } = new URL(/^https?:\/\//.test(typed) ? typed : `https://${typed.trim()}`);
    return hostname.includes(".") ? hostname : null;
  } catch {
    return null;
  }
}
