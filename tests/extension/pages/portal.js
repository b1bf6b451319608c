/** The button stands apart from the composer, and is drawn anew while a card may be open. */
const portal = document.getElementById("portal");
const draft = document.getElementById("draft");

function post() {
  window.publish(draft.innerText);
  draft.replaceChildren();
}

function draw() {
  const button = portal.firstElementChild.cloneNode(true);
  button.addEventListener("click", post);
  portal.replaceChildren(button);
}

draw();
portal.addEventListener("blur", () => setTimeout(draw), { capture: true });
