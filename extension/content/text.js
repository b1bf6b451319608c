/**
 * Reads what is written in a composer, and finds the way back from an offset in that text to the page.
 * Offsets are UTF-16 units. Nothing here changes the page.
 *
 * @typedef {object} Segment a stretch of the text that stands in one node
 * @property {number} start
 * @property {number} end
 * @property {Node} node
 * @property {number} from offset in the node where the segment begins; -1 for an element such as an emoji image
 *
 * @typedef {object} Reading
 * @property {string} text
 * @property {(start: number, end: number) => Range | null} range null where nothing of the page stands there,
 *   and for fields, which have no nodes
 * @property {(node: Node, offset: number) => number | null} offsetOf the place in the text of a place in the page
 */

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

const BLOCKS = new Set(["block", "list-item", "table", "table-row", "flex", "grid", "flow-root"]);
/** Editors put this in so that a caret can stand there; nobody typed it. */
const FILLER = "\uFEFF";

/**
 * @param {Element} element
 * @returns {element is Field}
 */
export function isField(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}

/**
 * @param {HTMLElement} element a field or the root of an editable region
 * @returns {Reading}
 */
export function readText(element) {
  if (isField(element)) {
    return { text: element.value, range: () => null, offsetOf: () => null };
  }
  const reader = new Reader();
  reader.walk(element);
  return reader.reading();
}

/**
 * @param {HTMLElement} element
 * @returns {boolean} whether anything but white space is written there
 */
export function hasText(element) {
  return (isField(element) ? element.value : readText(element).text).trim() !== "";
}

class Reader {
  /** @type {Segment[]} */
  segments = [];
  text = "";
  pendingBreak = false;

  /** @param {Node} parent */
  walk(parent) {
    for (const node of parent.childNodes) {
      if (node instanceof Text) this.takeText(node);
      else if (node instanceof HTMLElement) this.takeElement(node);
    }
  }

  /** @param {Text} node */
  takeText(node) {
    let from = 0;
    for (const part of node.data.split(FILLER)) {
      if (part !== "") this.add(part, node, from);
      from += part.length + FILLER.length;
    }
  }

  /** @param {HTMLElement} element */
  takeElement(element) {
    if (element instanceof HTMLBRElement) {
      // The last break of a block only gives an empty line its height.
      if (element.nextSibling !== null) this.add("\n", element, -1);
      return;
    }
    if (element instanceof HTMLImageElement) {
      if (element.alt !== "") this.add(element.alt, element, -1);
      return;
    }
    if (element.matches("[data-slate-placeholder], script, style")) return;
    if (!BLOCKS.has(getComputedStyle(element).display)) return this.walk(element);
    this.breakLine();
    this.walk(element);
    this.breakLine();
  }

  breakLine() {
    if (this.text !== "") this.pendingBreak = true;
  }

  /**
   * @param {string} part
   * @param {Node} node
   * @param {number} from
   */
  add(part, node, from) {
    if (this.pendingBreak) this.text += "\n";
    this.pendingBreak = false;
    const start = this.text.length;
    this.text += part;
    this.segments.push({ start, end: this.text.length, node, from });
  }

  /** @returns {Reading} */
  reading() {
    const { segments, text } = this;
    return {
      text,
      range(start, end) {
        const first = segments.find((one) => one.end > start);
        const last = segments.findLast((one) => one.start < end);
        if (!first || !last || last.start < first.start) return null;
        const range = document.createRange();
        if (first.from < 0) range.setStartBefore(first.node);
        else range.setStart(first.node, first.from + Math.max(0, start - first.start));
        if (last.from < 0) range.setEndAfter(last.node);
        else range.setEnd(last.node, last.from + Math.min(end, last.end) - last.start);
        return range;
      },
      offsetOf(node, offset) {
        const found = segments.find(
          (one) => one.node === node && offset >= one.from && offset <= one.from + one.end - one.start,
        );
        return found ? found.start + offset - found.from : null;
      },
    };
  }
}
