/** Watches one frame of a page: what is written in its composers, and what publishes it. */

import { rememberWords, words } from "../shared/words.js";
import { hello, openOptions, showCount } from "./background.js";
import { Composers } from "./composers.js";
import { focusedElement } from "./focus.js";
import { Gate } from "./gate.js";
import { Marker } from "./marker.js";
import { Overlay } from "./overlay.js";
import { Publishing } from "./publish.js";
import { Talk } from "./talk.js";
import { isField, readText } from "./text.js";
import { Underline } from "./underline.js";

/** @typedef {import("./composer.js").Composer} Composer */

const TYPING_PAUSE_MS = 350;

/** What may have to be said after the extension was updated under this page. */
const LAST_WORDS = [
  ...["status_reload", "markerChecking", "markerUnchecked", "markerClean", "markerFindings_one"],
  ...["markerFindings_other", "uncheckedTitle", "uncheckedAgain", "uncheckedPost", "cardEdit", "pressAgain"],
];

/**
 * @returns {Promise<Watch | null>} null where this page is not to be watched
 * @throws {Error} where the background does not answer
 */
export async function startWatching() {
  const [greeting, css] = await Promise.all([
    hello(),
    fetch(chrome.runtime.getURL("content/overlay.css")).then((response) => response.text()),
  ]);
  if (!greeting) throw new Error("the background does not answer");
  if (!greeting.adapter) return null;
  rememberWords(LAST_WORDS);
  return new Watch(greeting.adapter, greeting.whenServerMissing, css);
}

export class Watch {
  /** @type {Composer | null} */
  #composer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  #frame = 0;

  /**
   * @param {import("../background/sites.js").Adapter} adapter
   * @param {"allow" | "hold"} whenServerMissing
   * @param {string} css
   */
  constructor(adapter, whenServerMissing, css) {
    this.composers = new Composers(adapter);
    this.overlay = new Overlay(css);
    this.marker = new Marker(this.overlay, () => this.openFindings());
    this.underline = new Underline(this.overlay);
    this.talk = new Talk(this.overlay, { refresh: (composer, checking) => this.#refresh(composer, checking) });
    const publishing = new Publishing(adapter, this.composers);
    this.gate = new Gate({ publishing, talk: this.talk, whenServerMissing });
    this.writing = new MutationObserver(() => this.#touched());
    this.size = new ResizeObserver(() => this.#follow());
    const follow = () => this.#follow();
    window.addEventListener("scroll", follow, { capture: true, passive: true });
    window.addEventListener("resize", follow, { passive: true });
    const active = focusedElement();
    if (active) this.#attend(this.composers.around(active));
  }

  /**
   * Called for every event of the frame before the page sees it.
   *
   * @param {Event} event
   * @param {EventTarget[]} [path] its composed path, where the event itself no longer knows it
   * @returns {boolean} whether the page must not see it
   */
  guard(event, path = event.composedPath()) {
    if (this.overlay.took(event)) return true;
    if (event.type === "focusin") this.#attend(this.composers.at(path));
    else if (event.type === "input" && this.composers.at(path) === this.#composer) this.#touched();
    else if (this.talk.isLooking) this.#maybeStopLooking(event);
    if (this.gate.guard(event, path)) return true;
    if (event.type === "click") this.#lookWhereClicked(path);
    return false;
  }

  /** Show what there is to think about, and let the keyboard into it. */
  openFindings() {
    const composer = this.#composer;
    if (!composer) return;
    const { findings, answer } = composer;
    if (findings.length > 0) void this.talk.look(composer, findings, { takeFocus: true });
    else if (answer && answer.status !== "ready") openOptions();
  }

  /** @param {Composer | null} composer */
  #attend(composer) {
    if (!composer || composer === this.#composer) return;
    this.#leave();
    this.#composer = composer;
    this.composers.current = composer;
    if (!isField(composer.element)) {
      this.writing.observe(composer.element, { subtree: true, childList: true, characterData: true });
    }
    this.size.observe(composer.element);
    this.overlay.place(composer.element);
    if (composer.hasDraft) void this.#check();
  }

  #leave() {
    clearTimeout(this.#pause);
    this.writing.disconnect();
    this.size.disconnect();
    this.underline.clear();
    this.marker.hide();
    this.talk.stopLooking();
    if (this.#composer) showCount(0);
    this.#composer = null;
  }

  #touched() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#check(), TYPING_PAUSE_MS);
  }

  async #check() {
    const composer = this.#composer;
    if (!composer) return;
    if (!composer.element.isConnected) return this.#leave();
    if (composer.hasDraft && composer.answer === null) {
      this.#refresh(composer, true);
      await composer.check();
    }
    this.#refresh(composer, false);
  }

  /**
   * @param {Composer} composer
   * @param {boolean} checking
   */
  #refresh(composer, checking) {
    if (composer !== this.#composer) return;
    const reading = readText(composer.element);
    const { answer } = composer;
    if (reading.text.trim() === "") {
      this.underline.clear();
      this.marker.hide();
      showCount(0);
      return;
    }
    if (checking || answer === null) {
      if (checking) this.marker.show("checking");
    } else if (answer.status !== "ready") {
      this.underline.clear();
      this.marker.show("unchecked", { reason: words(`status_${answer.status.replaceAll("-", "_")}`) });
      showCount(0);
    } else {
      const findings = composer.findingsOf(answer);
      this.underline.paint(composer.element, reading, findings);
      const level = ["serious", "warning", "advice"].find((one) => findings.some((finding) => finding.level === one));
      if (findings.length > 0) this.marker.show("findings", { count: findings.length, level });
      else this.marker.show("clean");
      showCount(findings.length);
    }
    this.#follow();
  }

  /** Keep the marker at its composer; at most once a frame. */
  #follow() {
    if (this.#frame || !this.#composer) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const composer = this.#composer;
      if (!composer) return;
      if (!composer.element.isConnected) return this.#leave();
      this.marker.moveTo(composer.element);
      this.underline.follow();
    });
  }

  /** @param {Event} event */
  #maybeStopLooking(event) {
    if (event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.talk.stopLooking();
    } else if (event.type === "pointerdown" || event.type === "input") {
      this.talk.stopLooking();
    }
  }

  /** @param {EventTarget[]} path */
  #lookWhereClicked(path) {
    const composer = this.composers.at(path);
    if (!composer || composer !== this.#composer) return;
    const { findings, element } = composer;
    if (findings.length === 0) return;
    const at = caretIn(element);
    const here = findings.filter(({ start, end }) => at !== null && start <= at && at <= end);
    here.sort((a, b) => a.end - a.start - (b.end - b.start));
    const [nearest] = here;
    if (nearest) void this.talk.look(composer, [nearest], { takeFocus: false });
  }
}

/**
 * @param {HTMLElement} element
 * @returns {number | null} UTF-16 units into the text; null for a selection, or none
 */
function caretIn(element) {
  if (isField(element)) return element.selectionStart === element.selectionEnd ? element.selectionStart : null;
  const selection = getSelection();
  if (!selection?.isCollapsed || !selection.focusNode) return null;
  return readText(element).offsetOf(selection.focusNode, selection.focusOffset);
}
