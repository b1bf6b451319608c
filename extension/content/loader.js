/**
 * Runs in every frame of a watched site before anything of the page does, so that no handler of the page
 * sees a publish action first. Until somebody writes something it does no more than listen.
 */
(() => {
  const EVENTS = [
    ...["focusin", "input", "click", "dblclick", "submit"],
    ...["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend"],
    ...["keydown", "keypress", "keyup"],
  ];
  const EDITABLE = "textarea, input, [contenteditable]:not([contenteditable='false'])";
  const ACTS = new Set(["click", "submit", "keydown"]);

  /** @type {import("./watch.js").Watch | null | undefined} */
  let watch;
  /** @type {Promise<void> | undefined} */
  let starting;
  /** The type of event being given back to the page; what follows from it is guarded like any other. */
  let replaying = "";

  for (const type of EVENTS) window.addEventListener(type, onEvent, { capture: true, passive: false });

  /** @param {Event} event */
  function onEvent(event) {
    if (event.type === replaying || watch === null) return;
    if (watch) return void watch.guard(event);
    if (event.type === "focusin" || event.type === "input") {
      if (editable(event.composedPath()[0])) void start();
      return;
    }
    // A draft that was in the page before anybody touched it (a shared link, a restored tab) can be
    // published by the very first click. That click waits until we know whether it publishes something.
    if (!mayPublish(event) || !(starting || hasDraft())) return;
    void start();
    if (!ACTS.has(event.type) || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const path = event.composedPath();
    void start().then(() => again(event, path));
  }

  /** @returns {Promise<void>} */
  function start() {
    starting ??= load().finally(() => {
      starting = undefined;
    });
    return starting;
  }

  async function load() {
    try {
      /** @type {typeof import("./watch.js")} */
      const { startWatching } = await import(chrome.runtime.getURL("content/watch.js"));
      watch = await startWatching();
    } catch {
      // The extension was updated or removed under this page: let the page be, and try again next time.
    }
  }

  /**
   * Let the page have an event that was held while we were starting, unless it is one to ask about.
   *
   * @param {Event} event
   * @param {EventTarget[]} path as it was while the event was under way
   */
  function again(event, path) {
    if (watch?.guard(event, path)) return;
    const [target] = path;
    replaying = event.type;
    try {
      if (event instanceof SubmitEvent) /** @type {HTMLFormElement} */ (target).requestSubmit(event.submitter);
      else if (event instanceof MouseEvent && target instanceof HTMLElement) target.click();
      else if (target instanceof Element) target.dispatchEvent(new KeyboardEvent(event.type, event));
    } finally {
      replaying = "";
    }
  }

  /**
   * @param {EventTarget | undefined} target
   * @returns {boolean}
   */
  function editable(target) {
    return target instanceof Element && target.closest(EDITABLE) !== null;
  }

  /**
   * @param {Event} event
   * @returns {boolean}
   */
  function mayPublish(event) {
    // Enter alone is far more often a new line, and one given back late would end up in the wrong place.
    if (event instanceof KeyboardEvent) return event.key === "Enter" && (event.ctrlKey || event.metaKey || event.altKey);
    if (event.type === "submit") return true;
    return event.composedPath().some(
      (node) => node instanceof Element && node.matches("button, [role='button'], input[type='submit'], a"),
    );
  }

  /** @returns {boolean} */
  function hasDraft() {
    return Array.from(document.querySelectorAll(EDITABLE)).some((field) =>
      field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement
        ? field.value !== ""
        : field.textContent?.trim() !== "",
    );
  }

  chrome.runtime.onMessage.addListener((message, sender) => {
    if (sender.id === chrome.runtime.id && message?.kind === "open-findings") watch?.openFindings();
    return false;
  });
})();
