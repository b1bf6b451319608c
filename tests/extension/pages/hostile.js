/** Notes every event it can see on elements that are not its own, and publishes like any other page. */
window.seen = [];
const draft = document.getElementById("draft");
document.querySelector("button").addEventListener("click", () => window.publish(draft.innerText));

for (const type of ["click", "keydown", "keyup", "pointerdown", "mousedown", "focusin"]) {
  window.addEventListener(
    type,
    (event) => {
      if (event.target.parentNode === document.documentElement && event.target !== document.body) window.seen.push(type);
    },
    true,
  );
}

/** The element that holds what the extension shows. */
window.strangers = () => [...document.documentElement.children].filter((one) => !["HEAD", "BODY"].includes(one.tagName));
