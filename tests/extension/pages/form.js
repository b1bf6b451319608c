/** A form that a page submits itself, as well as by its button. */
const form = document.getElementById("form");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  window.publish(form.elements.draft.value);
  form.reset();
});
form.elements.draft.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.altKey) form.requestSubmit();
});
