/** A composer in a modal dialog, where nothing outside it can be clicked; the press itself publishes. */
const dialog = document.getElementById("dialog");
const draft = document.getElementById("draft");
dialog.showModal();
dialog.querySelector("button").addEventListener("pointerdown", () => {
  window.publish(draft.innerText);
  draft.replaceChildren();
});
