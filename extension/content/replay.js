/** Does for the page what the person did, once, after it had been held. */

/** @typedef {import("./publish.js").Act} Act */

/** Buttons of some sites act when they are pressed down, others when they are let go or clicked. */
const PRESS = /** @type {const} */ (["pointerdown", "mousedown", "pointerup", "mouseup"]);

/**
 * @param {Act} act
 * @param {HTMLElement} target `act.target`, or what stands in its place now
 * @param {boolean} wholePress whether the events before the click were held as well
 */
export function replay(act, target, wholePress) {
  if (act.how === "submit") {
    /** @type {HTMLFormElement} */ (target).requestSubmit(
      act.submitter?.isConnected ? /** @type {HTMLElement} */ (act.submitter) : null,
    );
  } else if (act.how === "key" && act.key) {
    pressKey(target, act.key);
  } else {
    if (wholePress) pressDown(target);
    target.click();
  }
}

/** @param {HTMLElement} button */
function pressDown(button) {
  const { x, y, width, height } = button.getBoundingClientRect();
  const init = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    detail: 1,
    clientX: x + width / 2,
    clientY: y + height / 2,
  };
  for (const type of PRESS) {
    const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
    button.dispatchEvent(new Kind(type, { ...init, buttons: type.endsWith("down") ? 1 : 0 }));
  }
}

/**
 * @param {HTMLElement} composer
 * @param {KeyboardEvent} key
 */
function pressKey(composer, key) {
  const init = {
    key: key.key,
    code: key.code,
    keyCode: 13,
    which: 13,
    ctrlKey: key.ctrlKey,
    metaKey: key.metaKey,
    shiftKey: key.shiftKey,
    altKey: key.altKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  };
  for (const type of ["keydown", "keyup"]) composer.dispatchEvent(new KeyboardEvent(type, init));
}
