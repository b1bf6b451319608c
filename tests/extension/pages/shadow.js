/** A composer inside an open shadow root, its button inside another one within. */
customElements.define(
  "post-button",
  class extends HTMLElement {
    connectedCallback() {
      const button = document.createElement("button");
      button.dataset.testid = "tweetButton";
      button.textContent = "Post";
      this.attachShadow({ mode: "open" }).append(button);
    }
  },
);

customElements.define(
  "post-composer",
  class extends HTMLElement {
    connectedCallback() {
      const editor = document.createElement("div");
      editor.contentEditable = "true";
      editor.dataset.testid = "tweetTextarea_0";
      editor.setAttribute("role", "textbox");
      editor.setAttribute("aria-label", "Post text");
      const button = document.createElement("post-button");
      this.attachShadow({ mode: "open" }).append(editor, button);
      button.addEventListener("click", () => {
        window.publish(editor.innerText);
        editor.replaceChildren();
      });
    }
  },
);
