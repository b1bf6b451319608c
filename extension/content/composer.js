/** One thing that somebody writes in: what stands there, and what the checker said about it. */

import { check } from "./background.js";
import { hasText, readText } from "./text.js";

/**
 * @typedef {import("../shared/protocol.js").CheckAnswer} CheckAnswer
 * @typedef {import("../shared/protocol.js").Finding} Finding
 * @typedef {import("../background/sites.js").Adapter} Adapter
 * @typedef {import("../background/sites.js").Rule} Rule
 */

/** How long "the checker could not be reached" is believed before it is asked again. */
const FAULT_LASTS_MS = 10_000;

export class Composer {
  /** @type {{text: string, at: number, answer: CheckAnswer} | null} */
  #last = null;
  /** @type {{text: string, answer: Promise<CheckAnswer>} | null} */
  #asking = null;
  /** @type {Set<string>} */
  #ignored = new Set();

  /**
   * @param {HTMLElement} element
   * @param {Adapter} adapter
   */
  constructor(element, adapter) {
    this.element = element;
    this.adapter = adapter;
  }

  get text() {
    return readText(this.element).text;
  }

  /** Whether there is something to check, still in the page. */
  get hasDraft() {
    return this.element.isConnected && hasText(this.element);
  }

  /**
   * Ask about what stands there now; an answer to the same text is not asked for twice.
   *
   * @returns {Promise<CheckAnswer>}
   */
  check() {
    const text = this.text;
    const known = this.#known(text);
    if (known) return Promise.resolve(known);
    if (this.#asking?.text === text) return this.#asking.answer;
    const answer = check({ ...this.#circumstances(), text }).then((given) => {
      this.#last = { text, at: performance.now(), answer: given };
      if (this.#asking?.text === text) this.#asking = null;
      return given;
    });
    this.#asking = { text, answer };
    return answer;
  }

  /** The answer about exactly what stands there now, where there is one. @returns {CheckAnswer | null} */
  get answer() {
    return this.#known(this.text);
  }

  /** What there is to think about in what stands there now. @returns {Finding[]} */
  get findings() {
    return this.findingsOf(this.answer);
  }

  /**
   * @param {CheckAnswer | null} answer
   * @returns {Finding[]} without those ignored here
   */
  findingsOf(answer) {
    const text = this.text;
    return (answer?.report?.findings ?? []).filter((finding) => !this.#ignored.has(nameOf(finding, text)));
  }

  /**
   * Say no more about this finding in this composer.
   *
   * @param {Finding} finding
   */
  ignore(finding) {
    this.#ignored.add(nameOf(finding, this.text));
  }

  /** Ask anew next time, although the text is the same. */
  forget() {
    this.#last = null;
  }

  /**
   * @param {string} text
   * @returns {CheckAnswer | null}
   */
  #known(text) {
    if (this.#last?.text !== text) return null;
    const { answer, at } = this.#last;
    return answer.status === "ready" || performance.now() - at < FAULT_LASTS_MS ? answer : null;
  }

  #circumstances() {
    const { audience, kind, id } = this.adapter;
    const onPage = audience.when.find(({ selector }) => this.element.closest(selector))
      ?? audience.when.find(({ selector }) => document.querySelector(selector));
    const above = kind.when.find(({ selector }) => this.element.closest(selector));
    return {
      network: id,
      audience: /** @type {import("../shared/protocol.js").Audience} */ (onPage?.is ?? audience.otherwise),
      draftKind: /** @type {import("../shared/protocol.js").DraftKind} */ (above?.is ?? kind.otherwise),
    };
  }
}

/**
 * @param {Finding} finding
 * @param {string} text
 * @returns {string}
 */
function nameOf({ label, start, end }, text) {
  return `${label}:${text.slice(start, end)}`;
}
