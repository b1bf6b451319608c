/**
 * Holds what would publish a draft until it is known what the policy would ask about it; then lets it go,
 * exactly once, or asks the person.
 */

import { words } from "../shared/words.js";
import { replay } from "./replay.js";

/**
 * @typedef {import("./publish.js").Act} Act
 * @typedef {import("./composer.js").Composer} Composer
 * @typedef {import("../shared/protocol.js").Status} Status
 * @typedef {"go" | "ask" | "unchecked"} Verdict
 */

const HOLD_MS = 1500;
/** After this time a page that has not published is taken not to accept a press made by us. */
const PUBLISHED_WITHIN_MS = 1500;
const ASKED_ENOUGH = 2;
const REMEMBERED = 20;
const APPROVAL_LASTS_MS = 30_000;

export class Gate {
  #busy = false;
  #replaying = false;
  #pressHeld = false;
  /** @type {Map<string, {times: number, until: number}>} drafts the person chose to post as they are */
  #approved = new Map();

  /**
   * @param {object} parts
   * @param {import("./publish.js").Publishing} parts.publishing
   * @param {import("./talk.js").Talk} parts.talk
   * @param {"allow" | "hold"} parts.whenServerMissing
   */
  constructor({ publishing, talk, whenServerMissing }) {
    this.publishing = publishing;
    this.talk = talk;
    this.whenServerMissing = whenServerMissing;
  }

  /**
   * @param {Event} event
   * @param {EventTarget[]} path its composed path
   * @returns {boolean} whether the event is held
   */
  guard(event, path) {
    if (this.#replaying) return false;
    const act = this.publishing.actOf(event, path);
    if (act === null) return false;
    if (!this.#busy && this.#verdict(act.composers) === "go") return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.#busy) return true;
    if (act.decides) void this.#decide(act);
    else this.#getReady(act, event);
    return true;
  }

  /**
   * A press begins some time before its click: the answer may be there by then.
   *
   * @param {Act} act
   * @param {Event} event
   */
  #getReady(act, event) {
    if (event.type === "pointerdown") this.#pressHeld = true;
    for (const composer of act.composers) void composer.check();
  }

  /** @param {Act} act */
  async #decide(act) {
    this.#busy = true;
    const wholePress = this.#pressHeld;
    this.#pressHeld = false;
    try {
      for (;;) {
        const verdict = await this.#ask(act.composers);
        if (verdict === "go") break;
        const drafts = textsOf(act.composers);
        const choice = verdict === "ask"
          ? await this.talk.askToPost(act.composers)
          : await this.talk.askUnchecked(statusOf(act.composers));
        if (choice === "edit") return;
        if (choice === "again") for (const composer of act.composers) composer.forget();
        // What is approved is what the person saw; what a page has put there since is asked about anew.
        if (choice === "post") this.#approve(drafts);
      }
      this.#publish(act, wholePress);
    } finally {
      this.#busy = false;
    }
  }

  /**
   * @param {Composer[]} composers
   * @returns {Promise<Verdict>} after 1.5 s at most
   */
  async #ask(composers) {
    if (this.#verdict(composers) === "go") return "go";
    this.talk.checking(composers);
    const answers = Promise.all(composers.map((composer) => composer.check()));
    const late = new Promise((resolve) => setTimeout(resolve, HOLD_MS, "late"));
    const first = await Promise.race([answers, late]);
    this.talk.checked(composers);
    return first === "late" ? "unchecked" : (this.#verdict(composers) ?? "unchecked");
  }

  /**
   * @param {Composer[]} composers
   * @returns {Verdict | null} null where it has to be asked for
   */
  #verdict(composers) {
    /** @type {Verdict} */
    let verdict = "go";
    for (const composer of composers) {
      if (this.#isApproved(composer.text)) continue;
      const { answer } = composer;
      if (answer === null) return null;
      if (answer.status !== "ready") {
        const goesOn = this.whenServerMissing === "allow" && answer.status !== "timeout";
        if (!goesOn && verdict === "go") verdict = "unchecked";
      } else if (composer.findingsOf(answer).length > 0) {
        verdict = "ask";
      }
    }
    return verdict;
  }

  /**
   * @param {Act} act
   * @param {boolean} wholePress
   */
  #publish(act, wholePress) {
    const target = this.publishing.findAgain(act);
    if (target === null) return this.talk.say(words("pressAgain"));
    const before = textsOf(act.composers);
    this.#replaying = true;
    try {
      replay(act, target, wholePress);
    } finally {
      this.#replaying = false;
    }
    // Some pages take only what a person does by hand; the text is approved, so the next press goes through.
    setTimeout(() => {
      const still = act.composers.filter((composer) => composer.hasDraft);
      if (still.length > 0 && textsOf(still).join("\0") === before.join("\0") && target.isConnected) {
        this.talk.say(words("pressAgain"));
      }
    }, PUBLISHED_WITHIN_MS);
  }

  /** @param {string[]} drafts */
  #approve(drafts) {
    for (const text of drafts) {
      const times = (this.#approved.get(text)?.times ?? 0) + 1;
      this.#approved.delete(text);
      this.#approved.set(text, { times, until: performance.now() + APPROVAL_LASTS_MS });
    }
    for (const oldest of this.#approved.keys()) {
      if (this.#approved.size <= REMEMBERED) break;
      this.#approved.delete(oldest);
    }
  }

  /**
   * @param {string} text
   * @returns {boolean}
   */
  #isApproved(text) {
    const known = this.#approved.get(text);
    return known !== undefined && (known.times >= ASKED_ENOUGH || performance.now() < known.until);
  }
}

/**
 * @param {Composer[]} composers
 * @returns {string[]}
 */
function textsOf(composers) {
  return composers.map((composer) => composer.text);
}

/**
 * @param {Composer[]} composers
 * @returns {Status}
 */
function statusOf(composers) {
  const bad = composers.map(({ answer }) => answer?.status ?? "timeout").find((status) => status !== "ready");
  return bad ?? "timeout";
}
