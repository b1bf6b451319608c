/** What a network's server would have received: the tests read it, and nothing else does. */
window.published = [];

/** Publish as a network does, and let the page show it. */
window.publish = (text) => {
  window.published.push(text);
  document.dispatchEvent(new CustomEvent("published", { detail: text }));
};
