/** Publishes only for a press that a person made. */
document.querySelector("button").addEventListener("click", (event) => {
  if (!event.isTrusted) return;
  const draft = document.getElementById("draft");
  window.publish(draft.value);
  draft.value = "";
});
