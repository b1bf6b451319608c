/**
 * Underlines findings where they stand, without a node or an attribute inside the editor: by the CSS Custom
 * Highlight API, in fields by their value ranges, or by a mirror of the field where the browser has none.
 */

import { IGNORABLE } from "../shared/protocol.js";
import { Mirror } from "./mirror.js";
import { isField } from "./text.js";

/** @typedef {import("../shared/protocol.js").Finding} Finding */

const LEVELS = ["advice", "warning", "serious"];
const COLOURS = { advice: "#2f7fd6", warning: "#c26a00", serious: "#d1293d" };
const WASHES = { advice: "47 127 214", warning: "217 130 20", serious: "209 41 61" };
const CONTACTS = new Set(["PHONE", "EMAIL", "CREDENTIAL"]);

export class Underline {
  #sheet = new CSSStyleSheet();
  /** @type {Map<string, Highlight>} */
  #highlights = new Map();
  /** @type {Mirror | null} */
  #mirror = null;

  /** @param {import("./overlay.js").Overlay} overlay */
  constructor(overlay) {
    this.overlay = overlay;
    this.#sheet.replaceSync(rules());
    overlay.root.adoptedStyleSheets = [...overlay.root.adoptedStyleSheets, this.#sheet];
  }

  /**
   * @param {HTMLElement} element the composer's
   * @param {import("./text.js").Reading} reading of what stands there now
   * @param {Finding[]} findings about exactly that text
   */
  paint(element, reading, findings) {
    this.clear();
    if (findings.length === 0) return;
    this.#adopt(element.getRootNode());
    for (const finding of findings) {
      const range = this.#range(element, reading, finding.start, finding.end);
      if (range) this.#highlight(nameOf(finding), isMention(finding)).add(range);
    }
  }

  clear() {
    for (const name of this.#highlights.keys()) CSS.highlights.delete(name);
    this.#highlights.clear();
    this.#mirror?.remove();
    this.#mirror = null;
  }

  /** Follow the composer when it has moved, grown or scrolled. */
  follow() {
    this.#mirror?.follow();
  }

  /**
   * @param {HTMLElement} element
   * @param {import("./text.js").Reading} reading
   * @param {number} start
   * @param {number} end
   * @returns {AbstractRange | null}
   */
  #range(element, reading, start, end) {
    if (!isField(element)) return reading.range(start, end);
    if ("createValueRange" in element) {
      return /** @type {{createValueRange(a: number, b: number): AbstractRange}} */ (
        /** @type {unknown} */ (element)
      ).createValueRange(start, end);
    }
    this.#mirror ??= new Mirror(element, this.overlay);
    return this.#mirror.range(start, end);
  }

  /**
   * @param {string} name
   * @param {boolean} mention
   * @returns {Highlight}
   */
  #highlight(name, mention) {
    const known = this.#highlights.get(name);
    if (known) return known;
    const highlight = new Highlight();
    highlight.priority = mention ? 1 : 0;
    this.#highlights.set(name, highlight);
    CSS.highlights.set(name, highlight);
    return highlight;
  }

  /** @param {Node} root the document or shadow root that the composer stands in */
  #adopt(root) {
    if (!(root instanceof Document || root instanceof ShadowRoot)) return;
    if (!root.adoptedStyleSheets.includes(this.#sheet)) {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet];
    }
  }
}

/**
 * @param {Finding} finding
 * @returns {boolean} whether it is about the words themselves rather than what is said with them
 */
export function isMention({ label }) {
  return IGNORABLE.has(label) || CONTACTS.has(label);
}

/**
 * The registry is shared with the page, so the names are ours alone.
 *
 * @param {Finding} finding
 * @returns {string}
 */
function nameOf(finding) {
  return `postcheck-${isMention(finding) ? "mention" : "concern"}-${finding.level}`;
}

/** @returns {string} */
function rules() {
  return LEVELS.map((name) => {
    const level = /** @type {keyof typeof COLOURS} */ (name);
    return (
      `::highlight(postcheck-mention-${level}) { text-decoration: underline 2px ${COLOURS[level]}; background-color: rgb(${WASHES[level]} / 16%); }` +
      `::highlight(postcheck-concern-${level}) { text-decoration: underline dotted 2px ${COLOURS[level]}; }`
    );
  }).join("\n");
}
