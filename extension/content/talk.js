/** Everything that is said to the person on a page: the card when a post is held, the card to look at, a line. */

import { make } from "../shared/dom.js";
import { LEVELS } from "../shared/protocol.js";
import { counted, words } from "../shared/words.js";
import { neverFlag, policy } from "./background.js";
import { buildCard } from "./card.js";
import { focusedElement } from "./focus.js";
import { replaceWords } from "./replace.js";

/**
 * @typedef {import("./composer.js").Composer} Composer
 * @typedef {import("../shared/protocol.js").Finding} Finding
 * @typedef {import("../shared/protocol.js").Status} Status
 */

const LINE_LASTS_MS = 8000;

export class Talk {
  /** @type {import("../shared/protocol.js").Policy | null} */
  #policy = null;
  /** @type {HTMLElement | null} the card being looked at */
  #looking = null;
  /** @type {HTMLElement | null} */
  #line = null;

  /**
   * @param {import("./overlay.js").Overlay} overlay
   * @param {object} watcher
   * @param {(composer: Composer, checking: boolean) => void} watcher.refresh called when a composer's state may have changed
   */
  constructor(overlay, { refresh }) {
    this.overlay = overlay;
    this.refresh = refresh;
  }

  /** Whether a card to look at is open. */
  get isLooking() {
    return this.#looking !== null;
  }

  /** @param {Composer[]} composers */
  checking(composers) {
    for (const composer of composers) this.refresh(composer, true);
  }

  /** @param {Composer[]} composers */
  checked(composers) {
    for (const composer of composers) this.refresh(composer, false);
  }

  /**
   * @param {Composer[]} composers
   * @returns {Promise<"edit" | "post">}
   */
  async askToPost(composers) {
    this.#policy ??= await within(policy(), 300);
    const found = composers.flatMap((composer) => composer.findings.map((finding) => ({ composer, finding })));
    found.sort((a, b) => byWeight(a.finding, b.finding));
    const level = found[0]?.finding.level ?? "none";
    return this.#ask(composers, (answer) => ({
      title: counted("cardTitle", found.length),
      level,
      policy: this.#policy,
      rows: found.map(({ composer, finding }) => ({
        ...this.#row(composer, finding),
        useInstead: () => {
          answer("edit");
          void this.#useInstead(composer, finding);
        },
      })),
      choices: [
        { label: words("cardEdit"), choose: () => answer("edit"), main: true },
        { label: words("cardPost"), choose: () => answer("post"), afterTick: level === "serious" },
      ],
      note: words("cardNote"),
    }));
  }

  /**
   * @param {Status} status
   * @returns {Promise<"edit" | "post" | "again">}
   */
  askUnchecked(status) {
    return this.#ask([], (answer) => ({
      title: words("uncheckedTitle"),
      lead: words(`status_${status.replaceAll("-", "_")}`),
      choices: [
        { label: words("uncheckedAgain"), choose: () => answer("again"), main: true },
        { label: words("cardEdit"), choose: () => answer("edit") },
        { label: words("uncheckedPost"), choose: () => answer("post") },
      ],
    }));
  }

  /**
   * Show findings beside the composer, without taking the focus unless asked to.
   *
   * @param {Composer} composer
   * @param {Finding[]} findings
   * @param {{takeFocus: boolean}} how
   */
  async look(composer, findings, { takeFocus }) {
    this.#policy ??= await within(policy(), 300);
    this.stopLooking();
    const sorted = findings.toSorted(byWeight);
    const card = buildCard(this.overlay, {
      title: counted("cardTitle", findings.length),
      level: sorted[0]?.level ?? "none",
      policy: this.#policy,
      rows: sorted.map((finding) => ({
        ...this.#row(composer, finding),
        useInstead: () => {
          this.stopLooking();
          void this.#useInstead(composer, finding);
        },
        ignoreHere: () => {
          composer.ignore(finding);
          this.#leave(composer);
        },
        neverFlag: async () => {
          await neverFlag(quoteOf(composer, finding));
          composer.forget();
          this.#leave(composer);
          await composer.check();
          this.refresh(composer, false);
        },
      })),
      choices: [{ label: words("cardClose"), choose: () => this.#leave(composer) }],
      note: words("cardNote"),
    });
    this.#open(card, composer.element);
    this.overlay.escape = () => this.#leave(composer);
    if (takeFocus) card.querySelector("button")?.focus({ preventScroll: true });
  }

  stopLooking() {
    if (this.#looking) this.overlay.remove(this.#looking);
    this.#looking = null;
    this.overlay.escape = null;
  }

  /**
   * One line for a few seconds.
   *
   * @param {string} text
   */
  say(text) {
    if (this.#line) this.overlay.remove(this.#line);
    const line = make("div", { class: "line", role: "status", popover: "manual" }, text);
    this.#line = line;
    this.overlay.place();
    this.overlay.root.append(line);
    line.showPopover();
    setTimeout(() => this.overlay.remove(line), LINE_LASTS_MS);
  }

  /** @param {Composer} composer */
  #leave(composer) {
    this.stopLooking();
    composer.element.focus({ preventScroll: true });
    this.refresh(composer, false);
  }

  /**
   * @template {string} T
   * @param {Composer[]} composers
   * @param {(answer: (choice: T | "edit") => void) => Parameters<typeof buildCard>[1]} content
   * @returns {Promise<T | "edit">}
   */
  #ask(composers, content) {
    this.stopLooking();
    const before = focusedElement();
    return new Promise((resolve) => {
      const dialog = make("dialog", { "aria-labelledby": "title" });
      const answer = (/** @type {T | "edit"} */ choice) => {
        dialog.close();
        this.overlay.remove(dialog);
        if (choice === "edit") (composers[0]?.element ?? before)?.focus({ preventScroll: true });
        resolve(choice);
      };
      dialog.append(buildCard(this.overlay, content(answer)));
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        answer("edit");
      });
      this.overlay.place();
      this.overlay.root.append(dialog);
      dialog.showModal();
    });
  }

  /**
   * @param {Composer} composer
   * @param {Finding} finding
   */
  #row(composer, finding) {
    return { finding, quote: quoteOf(composer, finding) };
  }

  /**
   * @param {Composer} composer
   * @param {Finding} finding
   */
  async #useInstead(composer, finding) {
    const { start, end, replacement } = finding;
    if (replacement === null) return;
    const change = { start, end, words: quoteOf(composer, finding), instead: replacement };
    if (!(await replaceWords(composer.element, change))) this.#offer(composer, replacement);
    await composer.check();
    this.refresh(composer, false);
  }

  /**
   * The page did not take the words, so the person can take them along.
   *
   * @param {Composer} composer
   * @param {string} text
   */
  #offer(composer, text) {
    const copy = () => {
      void navigator.clipboard.writeText(text).then(
        () => this.say(words("copied")),
        () => undefined, // the words stay on the card, to be copied by hand
      );
    };
    const card = buildCard(this.overlay, {
      title: words("refusedTitle"),
      lead: words("refusedLead"),
      copyText: text,
      choices: [
        { label: words("copy"), choose: copy, main: true },
        { label: words("cardClose"), choose: () => this.#leave(composer) },
      ],
    });
    this.#open(card, composer.element);
    this.overlay.escape = () => this.#leave(composer);
  }

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} beside
   */
  #open(card, beside) {
    this.stopLooking();
    card.classList.add("beside");
    // A card to look at must not take the caret away from somebody who is writing.
    for (const button of card.querySelectorAll("[autofocus]")) button.removeAttribute("autofocus");
    card.setAttribute("popover", "manual");
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-labelledby", "title");
    this.overlay.place(beside);
    this.overlay.root.append(card);
    card.showPopover();
    const box = beside.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const below = box.bottom + 8 + height <= innerHeight;
    card.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
    card.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - height - 8)}px`;
    this.#looking = card;
  }
}

/**
 * The most serious first, then as they stand in the text.
 *
 * @param {Finding} a
 * @param {Finding} b
 * @returns {number}
 */
function byWeight(a, b) {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || a.start - b.start;
}

/**
 * @param {Composer} composer
 * @param {Finding} finding
 * @returns {string}
 */
function quoteOf(composer, { start, end }) {
  return composer.text.slice(start, end);
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @returns {Promise<T | null>}
 */
function within(promise, milliseconds) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds, null))]);
}
