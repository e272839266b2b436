// Follows the preview: a good build reloads the page, a bad one lays what is wrong over it. The report
// stands in a frame and the rest in a shadow tree, so that neither the site's styles nor ours leak.
(() => {
  "use strict";
  const { revision, page } = document.currentScript.dataset;
  if (window !== window.top) return; // the report inside the overlay, which is renewed from outside
  let stream = null;
  let overlay = null;

  const STYLE = `
    :host { all: initial; color-scheme: light dark; --bg: #fff; --line: #857e74; --ink: #22201d; --bad: #a4231b; --focus: #0b4f6c; }
    @media (prefers-color-scheme: dark) {
      :host { --bg: #141516; --line: #8b8780; --ink: #e6e3de; --bad: #f59b90; --focus: #82cae4; }
    }
    @media print { :host { display: none; } }
    section, button { background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    section { position: fixed; inset: auto 0 0; z-index: 2147483647; display: flex; flex-direction: column; height: min(75vh, 640px); border-top: 4px solid var(--bad); }
    section[hidden] { display: none; }
    p { display: flex; align-items: center; justify-content: space-between; gap: 16px; margin: 0; padding: 8px 16px; }
    iframe { flex: 1; width: 100%; border: 0; border-top: 1px solid var(--line); }
    button { padding: 4px 12px; border: 1px solid var(--line); border-radius: 4px; cursor: pointer; }
    button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    .again { position: fixed; inset: auto 16px 16px auto; z-index: 2147483647; border: 2px solid var(--bad); }
    .again[hidden] { display: none; }`;

  const add = (parent, tag, properties) =>
    parent.appendChild(Object.assign(document.createElement(tag), properties));

  const made = () => {
    const host = add(document.body, "div", { lang: "en" });
    const root = host.attachShadow({ mode: "open" });
    add(root, "style", { textContent: STYLE });
    const section = add(root, "section", { ariaLabel: "Preview" });
    const line = add(section, "p", {});
    const headline = add(line, "span", { role: "status" });
    const hide = add(line, "button", { type: "button", textContent: "Show the last good page" });
    const frame = add(section, "iframe", { title: "What is wrong" });
    const again = add(root, "button", { type: "button", className: "again", hidden: true });
    const open = (opened) => {
      section.hidden = !opened;
      again.hidden = opened;
    };
    hide.addEventListener("click", () => { open(false); again.focus(); });
    again.addEventListener("click", () => { open(true); hide.focus(); });
    return { host, headline, again, frame, open, revision: "" };
  };

  const show = (state) => {
    overlay ??= made();
    if (overlay.revision === state.revision) return;
    overlay.revision = state.revision;
    overlay.headline.textContent = state.headline;
    overlay.again.textContent = state.headline;
    overlay.frame.src = `/_kb/report?${encodeURIComponent(state.revision)}`;
    overlay.open(true);
  };

  const told = (event) => {
    const state = JSON.parse(event.data);
    if (page === "site" && state.result === "bad") show(state);
    else if (page === "site" && state.result === "building") return; // a new preview; its site comes
    else if (state.revision !== revision) location.reload();
  };

  // A page that nobody sees lets go of its connection: browsers allow six to a host, for all tabs together.
  const follow = () => {
    if (stream) stream.close();
    stream = null;
    if (document.visibilityState === "hidden") return;
    stream = new EventSource("/_kb/events");
    stream.addEventListener("message", told);
  };
  document.addEventListener("visibilitychange", follow);
  follow();
})();
