/** The card that tells what there is to think about, why, and what could be written instead. */

import { make, mark } from "../shared/dom.js";
import { words } from "../shared/words.js";
import { IGNORABLE } from "../shared/protocol.js";

/**
 * @typedef {import("../shared/protocol.js").Finding} Finding
 * @typedef {import("../shared/protocol.js").Policy} Policy
 *
 * @typedef {object} Row one finding as it is shown
 * @property {Finding} finding
 * @property {string} quote the words it is about
 * @property {() => void} [useInstead]
 * @property {() => void} [ignoreHere]
 * @property {() => void} [neverFlag]
 *
 * @typedef {object} Choice
 * @property {string} label
 * @property {() => void} choose
 * @property {boolean} [main] the one that Enter chooses
 * @property {boolean} [afterTick] only once the person has ticked that they mean it
 */

/**
 * @param {import("./overlay.js").Overlay} overlay
 * @param {object} content
 * @param {string} content.title
 * @param {string} [content.lead]
 * @param {Row[]} [content.rows]
 * @param {Policy | null} [content.policy]
 * @param {string} [content.level] of the whole; a row says its own where that differs
 * @param {string} [content.copyText] words to take along
 * @param {string} [content.note]
 * @param {Choice[]} content.choices
 * @returns {HTMLDivElement}
 */
export function buildCard(overlay, { title, lead, rows = [], policy = null, level = "none", copyText, note, choices }) {
  const tick = make("input", { type: "checkbox", id: "meant" });
  const buttons = choices.map(({ label, choose, main, afterTick }) => {
    const button = make("button", { type: "button", class: main ? "main" : "plain", autofocus: main, disabled: afterTick }, label);
    overlay.on(button, () => {
      if (!button.disabled) choose();
    });
    // A change event stays inside the shadow root, where no page can make one up.
    if (afterTick) tick.addEventListener("change", () => button.toggleAttribute("disabled", !tick.checked));
    return button;
  });
  const needsTick = choices.some(({ afterTick }) => afterTick);
  return make(
    "div",
    { class: "card", "data-level": level },
    make("header", { "data-level": level }, mark(), make("h2", { id: "title" }, title), level === "none" ? null : levelOf(level)),
    lead ? make("p", { class: "lead" }, lead) : null,
    rows.length > 0 ? make("ul", { class: "rows", tabindex: "-1" }, ...rows.map((row) => buildRow(overlay, row, { policy, level }))) : null,
    copyText ? make("p", { class: "copy" }, copyText) : null,
    needsTick ? make("label", { class: "meant", for: "meant" }, tick, words("cardMeant")) : null,
    make("div", { class: "choices" }, ...buttons),
    note ? make("p", { class: "note" }, note) : null,
  );
}

/**
 * @param {import("./overlay.js").Overlay} overlay
 * @param {Row} row
 * @param {{policy: Policy | null, level: string}} card
 * @returns {HTMLLIElement}
 */
function buildRow(overlay, { finding, quote, useInstead, ignoreHere, neverFlag }, { policy, level }) {
  const clause = policy?.clauses.find(({ id }) => id === finding.clause);
  const actions = make("div", { class: "actions" });
  add(actions, overlay, useInstead, finding.replacement ? words("cardUse", finding.replacement) : "");
  add(actions, overlay, ignoreHere, words("cardIgnoreHere"));
  if (IGNORABLE.has(finding.label)) add(actions, overlay, neverFlag, words("cardNeverFlag"));
  return make(
    "li",
    { "data-level": finding.level },
    make(
      "p",
      { class: "quote" },
      make("span", { class: "words" }, words("quoted", quote)),
      finding.level === level ? null : levelOf(finding.level),
    ),
    make("div", { class: "why" }, make("h3", {}, words("sentence", finding.title)), " ", finding.why),
    clause ? buildClause(clause, policy?.link ?? null) : null,
    actions.childElementCount > 0 ? actions : null,
  );
}

/**
 * @param {string} level
 * @returns {HTMLSpanElement}
 */
function levelOf(level) {
  return make("span", { class: "level" }, words(`level_${level}`));
}

/**
 * @param {import("../shared/protocol.js").Clause} clause
 * @param {string | null} link
 * @returns {HTMLDetailsElement}
 */
function buildClause(clause, link) {
  const page = { href: link ?? "", target: "_blank", rel: "noopener noreferrer" };
  return make(
    "details",
    {},
    make("summary", {}, words("cardPolicy", clause.title)),
    make("p", {}, clause.text),
    make("p", { class: "reference" }, clause.reference),
    link ? make("a", page, words("cardPolicyLink")) : null,
  );
}

/**
 * @param {HTMLElement} parent
 * @param {import("./overlay.js").Overlay} overlay
 * @param {(() => void) | undefined} action
 * @param {string} label
 */
function add(parent, overlay, action, label) {
  if (!action || !label) return;
  const button = make("button", { type: "button", class: "small" }, label);
  overlay.on(button, action);
  parent.append(button);
}
