/** A composer as X has it: React around an editable region, a button that is drawn anew and enabled late. */
(() => {
  const { createElement: h, useEffect, useRef, useState } = window.React;

  function Composer() {
    const editor = useRef(null);
    const [text, setText] = useState("");
    const [enabled, setEnabled] = useState(false);
    const [posts, setPosts] = useState([]);
    useEffect(() => {
      const timer = setTimeout(() => setEnabled(text.trim() !== ""), 60);
      return () => clearTimeout(timer);
    }, [text]);
    const post = () => {
      const draft = editor.current.innerText;
      if (draft.trim() === "") return;
      window.publish(draft);
      setPosts([draft, ...posts]);
      editor.current.replaceChildren();
      setText("");
    };
    return h(
      "main",
      {},
      h("div", { className: "tabs" }, h("span", {}, "For you"), h("span", {}, "Following")),
      h(
        "div",
        { className: "compose" },
        h("div", { className: "face" }),
        h(
          "div",
          { className: "body" },
          h("div", {
            ref: editor,
            className: "editor",
            role: "textbox",
            "aria-label": "Post text",
            "aria-multiline": true,
            "data-testid": "tweetTextarea_0",
            contentEditable: true,
            suppressContentEditableWarning: true,
            onInput: () => setText(editor.current.innerText),
            onKeyDown: (event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                post();
              }
            },
          }),
          h(
            "div",
            { className: "bar" },
            // A key of its own for each state: the button is another element once it is enabled.
            h("button", { key: String(enabled), type: "button", className: "send", "data-testid": "tweetButtonInline", disabled: !enabled, onClick: post }, "Post"),
          ),
        ),
      ),
      ...posts.map((draft, at) => h("article", { key: `mine-${at}` }, h("div", { className: "face" }), h("div", {}, h("b", {}, "You"), draft))),
      h("article", {}, h("div", { className: "face two" }), h("div", {}, h("b", {}, "Ada Finch"), "The allotment has produced one (1) courgette. We are calling it a harvest festival.")),
      h("article", {}, h("div", { className: "face" }), h("div", {}, h("b", {}, "Tom Reyes"), "Any book suggestions for a very long train journey? Nothing about trains.")),
    );
  }

  window.ReactDOM.createRoot(document.getElementById("root")).render(h(Composer));
})();
