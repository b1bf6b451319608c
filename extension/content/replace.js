/**
 * Puts other words in place of some, the way the person would: select, then type. The editor sees its own
 * kind of input, one Ctrl+Z undoes it, and nothing else in the field is touched.
 */

import { isField, readText } from "./text.js";

/** Editors that keep their own document may draw it some time after the input. */
const SETTLED_MS = 500;

/**
 * @param {HTMLElement} element the composer's
 * @param {{start: number, end: number, words: string, instead: string}} change `words` is what must stand
 *   from `start` to `end` now
 * @returns {Promise<boolean>} whether it stands there half a second later, and nothing else has changed
 */
export async function replaceWords(element, { start, end, words, instead }) {
  const before = readText(element);
  if (before.text.slice(start, end) !== words) return false;
  element.focus({ preventScroll: true });
  if (isField(element)) {
    element.setSelectionRange(start, end);
  } else {
    const range = before.range(start, end);
    if (range === null) return false;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    // Editors take over the selection when the browser next tells them of it.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (!offeredToEditor(element, instead)) document.execCommand("insertText", false, instead);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  return readText(element).text === before.text.slice(0, start) + instead + before.text.slice(end);
}

/**
 * Editors with a document of their own wait for this event, which not every browser sends for a command.
 *
 * @param {HTMLElement} element
 * @param {string} data
 * @returns {boolean} whether the editor has taken it upon itself
 */
function offeredToEditor(element, data) {
  if (isField(element)) return false;
  const offer = { inputType: "insertText", data, bubbles: true, cancelable: true, composed: true };
  return !element.dispatchEvent(new InputEvent("beforeinput", offer));
}
