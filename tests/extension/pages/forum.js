/** A forum that nobody has written an adapter for. */
window.previews = 0;
window.searches = [];
const [preview, send] = document.querySelectorAll("div button");
preview.addEventListener("click", () => (window.previews += 1));
send.addEventListener("click", () => {
  const field = document.querySelector("textarea");
  window.publish(field.value);
  field.value = "";
});
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  window.searches.push(event.target.elements.q.value);
});
