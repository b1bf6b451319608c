/** Finds what people write in: by the adapter's selectors, through open shadow roots. */

import { Composer } from "./composer.js";
import { hasText } from "./text.js";

export class Composers {
  /** @type {Map<HTMLElement, Composer>} those met so far and still in the page */
  #met = new Map();
  /** @type {Composer | null} the one last written in */
  current = null;

  /** @param {import("../background/sites.js").Adapter} adapter */
  constructor(adapter) {
    this.adapter = adapter;
    this.selector = adapter.composer.join(", ");
    this.not = adapter.notComposer.join(", ");
  }

  /**
   * The composer that an event happened in.
   *
   * @param {EventTarget[]} path of the event
   * @returns {Composer | null}
   */
  at([innermost]) {
    return innermost instanceof Element ? this.around(innermost) : null;
  }

  /**
   * @param {Element} element
   * @returns {Composer | null}
   */
  around(element) {
    for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
      if (at instanceof HTMLElement && this.#is(at)) return this.#of(this.#outermost(at));
    }
    return null;
  }

  /**
   * The drafts that a button publishes: those in the smallest part of the page that holds the button and
   * any draft. A button of a form publishes what is in the form. A button that stands apart from every draft
   * (a portal) publishes the one last written in.
   *
   * @param {HTMLElement} button
   * @returns {Composer[]}
   */
  near(button) {
    const form = button.closest("form");
    if (form) return this.inside(form);
    for (let around = parentOf(button); around && around !== document.body; around = parentOf(around)) {
      const found = this.inside(around);
      if (found.length > 0) return found;
    }
    if (this.current?.hasDraft) return [this.current];
    return this.inside(document.documentElement);
  }

  /**
   * @param {Element} part
   * @returns {Composer[]} those with something written in them
   */
  inside(part) {
    this.#forgetGone();
    const found = new Set(/** @type {HTMLElement[]} */ ([]));
    const roots = [part, part.shadowRoot].filter((root) => root !== null);
    for (const root of roots) {
      for (const element of root.querySelectorAll(this.selector)) {
        if (element instanceof HTMLElement && this.#is(element)) found.add(this.#outermost(element));
      }
    }
    for (const element of this.#met.keys()) if (holds(part, element)) found.add(element);
    return Array.from(found).filter(hasText).map((element) => this.#of(element));
  }

  /**
   * @param {HTMLElement} element
   * @returns {boolean}
   */
  #is(element) {
    return element.matches(this.selector) && !(this.not && element.matches(this.not));
  }

  /**
   * An editable region inside an editable region is part of the same draft.
   *
   * @param {HTMLElement} element
   * @returns {HTMLElement}
   */
  #outermost(element) {
    if (!element.isContentEditable) return element;
    const outer = element.parentElement?.closest("[contenteditable]:not([contenteditable='false'])");
    return outer instanceof HTMLElement && this.#is(outer) ? this.#outermost(outer) : element;
  }

  /**
   * @param {HTMLElement} element
   * @returns {Composer}
   */
  #of(element) {
    const composer = this.#met.get(element) ?? new Composer(element, this.adapter);
    this.#met.set(element, composer);
    return composer;
  }

  #forgetGone() {
    for (const element of this.#met.keys()) if (!element.isConnected) this.#met.delete(element);
  }
}

/**
 * @param {Element} element
 * @returns {Element | null} above it, out of shadow roots too
 */
function parentOf(element) {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/**
 * @param {Element} part
 * @param {Element} element
 * @returns {boolean}
 */
function holds(part, element) {
  for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) if (at === part) return true;
  return false;
}
