/**
 * Where everything of ours stands on a page: one element with a closed shadow root, outside the editor.
 * The page sees none of the events in it, and none that the page makes up does anything.
 */

/** @typedef {() => void} Action */

export class Overlay {
  /** @type {Map<Element, Action>} */
  #actions = new Map();
  /** @type {Action | null} what the Escape key does in here, beside what a modal dialog makes of it */
  escape = null;

  /** @param {string} css */
  constructor(css) {
    this.host = document.createElement("div");
    this.host.style.cssText = "all: initial !important";
    this.root = this.host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
  }

  /**
   * Stand where the person can reach it: while the page shows a modal dialog, nothing outside that can be
   * clicked.
   *
   * @param {Element} [beside]
   */
  place(beside) {
    const parent = beside?.closest("dialog:modal") ?? document.documentElement;
    if (this.host.parentNode !== parent) parent.append(this.host);
  }

  /**
   * Run `action` when the person presses `element`.
   *
   * @param {Element} element
   * @param {Action} action
   */
  on(element, action) {
    this.#actions.set(element, action);
  }

  /**
   * Take an element away, and what its parts would do.
   *
   * @param {Element} element
   */
  remove(element) {
    element.remove();
    for (const one of this.#actions.keys()) if (one === element || element.contains(one)) this.#actions.delete(one);
  }

  /**
   * @param {Event} event
   * @returns {boolean} whether the event happened in here and has been dealt with
   */
  took(event) {
    if (event.target !== this.host) return false;
    event.stopImmediatePropagation();
    if (event.type === "click" && event.isTrusted) this.#press(/** @type {MouseEvent} */ (event));
    if (event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape") this.escape?.();
    return true;
  }

  /** @param {MouseEvent} event */
  #press(event) {
    // From outside a closed root the event does not say what was pressed. A key press has no place.
    const byKey = event.detail === 0;
    const pressed = byKey ? this.root.activeElement : this.root.elementFromPoint(event.clientX, event.clientY);
    for (let at = pressed; at; at = at.parentElement) {
      const action = this.#actions.get(at);
      if (action) return action();
    }
  }
}
