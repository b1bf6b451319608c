/**
 * Tells which events of a page publish a draft, and which draft.
 *
 * @typedef {object} Act something that publishes
 * @property {"press" | "key" | "submit"} how
 * @property {HTMLElement} target the button, the composer the key was pressed in, or the form
 * @property {HTMLElement | null} submitter for a submit
 * @property {string} name what a button is called, to find it again when the page has drawn a new one
 * @property {KeyboardEvent | null} key
 * @property {boolean} decides whether this event is the one that publishes, rather than one on the way to it
 * @property {import("./composer.js").Composer[]} composers those with something written in them
 */

import { hasText } from "./text.js";

const PRESSES = new Set(["click", "dblclick", "pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend"]);
const KEYS = new Set(["keydown", "keypress", "keyup"]);
const BUTTON = "button, [role='button'], input[type='submit'], input[type='button'], a[href='#']";

export class Publishing {
  /**
   * @param {import("../background/sites.js").Adapter} adapter
   * @param {import("./composers.js").Composers} composers
   */
  constructor(adapter, composers) {
    this.adapter = adapter;
    this.composers = composers;
    this.selector = adapter.publish.join(", ");
    this.publishWords = new Set(adapter.publishWords ?? []);
  }

  /**
   * @param {Event} event
   * @param {EventTarget[]} path its composed path
   * @returns {Act | null}
   */
  actOf(event, path) {
    if (KEYS.has(event.type)) return this.#ofKey(/** @type {KeyboardEvent} */ (event), path);
    if (event.type === "submit") return this.#ofSubmit(/** @type {SubmitEvent} */ (event), path);
    return PRESSES.has(event.type) ? this.#ofPress(event, path) : null;
  }

  /**
   * The same button after the page has drawn itself anew.
   *
   * @param {Act} act
   * @returns {HTMLElement | null}
   */
  findAgain(act) {
    if (act.target.isConnected) return act.target;
    const found = document.querySelectorAll(act.how === "press" ? `${this.selector}, ${BUTTON}` : "form");
    const same = Array.from(found).filter((one) => act.how !== "press" || nameOf(one) === act.name);
    return same.filter((one) => one instanceof HTMLElement).find((one) => !one.matches(":disabled")) ?? null;
  }

  /**
   * @param {Event} event
   * @param {EventTarget[]} path
   * @returns {Act | null}
   */
  #ofPress(event, path) {
    const button = path.filter((node) => node instanceof HTMLElement).find((node) => this.#publishes(node));
    if (!button || button.matches(":disabled, [aria-disabled='true']")) return null;
    const composers = this.composers.near(button);
    if (composers.length === 0) return null;
    return { how: "press", target: button, submitter: null, name: nameOf(button), key: null, decides: event.type === "click", composers };
  }

  /**
   * @param {SubmitEvent} event
   * @param {EventTarget[]} path
   * @returns {Act | null}
   */
  #ofSubmit(event, [form]) {
    if (!(form instanceof HTMLFormElement)) return null;
    const composers = this.composers.inside(form);
    if (composers.length === 0) return null;
    return { how: "submit", target: form, submitter: event.submitter, name: "", key: null, decides: true, composers };
  }

  /**
   * @param {KeyboardEvent} event
   * @param {EventTarget[]} path
   * @returns {Act | null}
   */
  #ofKey(event, path) {
    // Enter that ends a word of an input method is typing, not sending.
    if (event.isComposing || event.key === "Process") return null;
    const composer = this.composers.at(path);
    if (!composer || !hasText(composer.element)) return null;
    const chord = chordOf(event);
    const sends = this.adapter.publishKeys.some(
      ({ keys, within }) => keys.includes(chord) && (!within || composer.element.closest(within)),
    );
    if (!sends) return null;
    return { how: "key", target: composer.element, submitter: null, name: "", key: event, decides: event.type === "keydown", composers: [composer] };
  }

  /**
   * @param {HTMLElement} element
   * @returns {boolean}
   */
  #publishes(element) {
    if (element.matches(this.selector)) return true;
    return this.publishWords.size > 0 && element.matches(BUTTON) && this.publishWords.has(firstWord(nameOf(element)));
  }
}

/**
 * @param {Element} button
 * @returns {string}
 */
function nameOf(button) {
  const value = button instanceof HTMLInputElement ? button.value : "";
  return (button.getAttribute("aria-label") || value || button.textContent || "").trim();
}

/**
 * @param {string} name
 * @returns {string}
 */
function firstWord(name) {
  return name.toLowerCase().split(/[^\p{L}]+/u)[0] ?? "";
}

/**
 * @param {KeyboardEvent} event
 * @returns {string} such as Ctrl+Enter
 */
function chordOf(event) {
  const held = [
    event.ctrlKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey ? "Shift" : "",
    event.metaKey ? "Meta" : "",
  ].filter(Boolean);
  return [...held, event.key].join("+");
}
