/**
 * An element with properties, attributes and children; text is always text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | undefined>} [attributes] a boolean sets or leaves out
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The mark of postcheck: a speech bubble with a tick. @returns {SVGSVGElement} */
export function mark() {
  const svg = shape("svg", { viewBox: "0 0 32 32", class: "mark", "aria-hidden": "true" });
  svg.append(
    shape("path", {
      d: "M8 4h16a5 5 0 0 1 5 5v9a5 5 0 0 1-5 5h-8.6L9.2 28.3A1 1 0 0 1 7.6 27.5V23A5 5 0 0 1 3 18V9a5 5 0 0 1 5-5Z",
      class: "bubble",
    }),
    shape("path", { d: "m10.5 13.8 4 4 7.2-8", class: "tick" }),
  );
  return /** @type {SVGSVGElement} */ (svg);
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @returns {SVGElement}
 */
function shape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
