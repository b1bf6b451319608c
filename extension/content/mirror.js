/** An invisible copy of a field's text, exactly over the field, for browsers that cannot underline in one. */

import { make } from "../shared/dom.js";

const COPIED = [
  ...["font-family", "font-size", "font-weight", "font-style", "font-stretch", "font-variant", "line-height"],
  ...["letter-spacing", "word-spacing", "text-align", "text-indent", "text-transform", "tab-size", "direction"],
  ...["padding-top", "padding-right", "padding-bottom", "padding-left"],
  ...["border-top-width", "border-right-width", "border-bottom-width", "border-left-width"],
];

export class Mirror {
  /**
   * @param {import("./text.js").Field} field
   * @param {import("./overlay.js").Overlay} overlay
   */
  constructor(field, overlay) {
    this.field = field;
    this.overlay = overlay;
    this.text = document.createTextNode(field.value);
    this.inner = make("div", {}, this.text);
    this.element = make("div", { class: "mirror", "aria-hidden": "true" }, this.inner);
    overlay.root.prepend(this.element);
    this.follow();
  }

  /**
   * @param {number} start UTF-16 units
   * @param {number} end
   * @returns {Range}
   */
  range(start, end) {
    const range = document.createRange();
    range.setStart(this.text, start);
    range.setEnd(this.text, end);
    return range;
  }

  follow() {
    const { field, element } = this;
    const style = getComputedStyle(field);
    const box = field.getBoundingClientRect();
    for (const name of COPIED) element.style.setProperty(name, style.getPropertyValue(name));
    element.style.left = `${box.left}px`;
    element.style.top = `${box.top}px`;
    element.style.height = `${box.height}px`;
    // The scroll bar takes its width from the text, so the mirror must be narrower by as much.
    const borders = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
    element.style.width = `${field.clientWidth + borders}px`;
    element.style.whiteSpace = field instanceof HTMLTextAreaElement ? "pre-wrap" : "pre";
    this.inner.style.transform = `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`;
  }

  remove() {
    this.overlay.remove(this.element);
  }
}
