/** The small sign at a composer's corner that says how its draft stands. */

import { make, mark } from "../shared/dom.js";
import { counted, words } from "../shared/words.js";

/** @typedef {"checking" | "clean" | "findings" | "unchecked"} State */

const INSET = 6;

export class Marker {
  /**
   * @param {import("./overlay.js").Overlay} overlay
   * @param {() => void} open
   */
  constructor(overlay, open) {
    this.label = make("span", { class: "label" });
    this.button = make("button", { class: "marker", type: "button", hidden: true }, mark(), this.label);
    this.live = make("div", { class: "unseen", role: "status" });
    overlay.root.append(this.button, this.live);
    overlay.on(this.button, open);
  }

  /**
   * @param {State} state
   * @param {{count?: number, level?: string, reason?: string}} [more]
   */
  show(state, { count = 0, level = "none", reason = "" } = {}) {
    const said = {
      checking: words("markerChecking"),
      clean: words("markerClean"),
      findings: counted("markerFindings", count),
      unchecked: reason,
    }[state];
    this.button.hidden = false;
    this.button.dataset.state = state;
    this.button.dataset.level = level;
    this.button.setAttribute("aria-label", `postcheck: ${said}`);
    this.button.title = said;
    this.label.textContent = {
      checking: "",
      clean: "",
      findings: String(count),
      unchecked: words("markerUnchecked"),
    }[state];
    if (state !== "checking" && state !== "clean") this.live.textContent = said;
    else if (state === "clean") this.live.textContent = "";
  }

  hide() {
    this.button.hidden = true;
    this.live.textContent = "";
  }

  /**
   * @param {HTMLElement} composer
   */
  moveTo(composer) {
    const box = composer.getBoundingClientRect();
    const shown = composer.isConnected && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    this.button.style.visibility = shown ? "visible" : "hidden";
    if (!shown) return;
    const { width, height } = this.button.getBoundingClientRect();
    const inset = box.height < height + 2 * INSET ? (box.height - height) / 2 : INSET;
    const rightToLeft = getComputedStyle(composer).direction === "rtl";
    this.button.style.left = `${rightToLeft ? box.left + INSET : box.right - width - INSET}px`;
    this.button.style.top = `${Math.min(box.bottom, innerHeight) - height - inset}px`;
  }
}
