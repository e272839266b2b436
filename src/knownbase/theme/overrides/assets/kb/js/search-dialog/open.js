/**
 * The search on every page: its buttons, its keys, and the dialog with an empty field. What answers
 * (styles, engine, results) is loaded when the dialog is wanted for the first time.
 *
 *   button, /, Ctrl-K, ⌘K, ?q=… ─► open ─► <dialog> and field, in the same frame
 *                                   └─ once ─► search.css and SCRIPTS ─► kbFind.start()
 *
 * It stands right behind the header's button and runs before that is painted: nothing jumps.
 */
(() => {
  "use strict";
  const SCRIPTS = [
    ...["fold", "words", "stem-en", "stem-fr", "analysis", "codec", "distance", "loader", "engine"].map((name) => `../search/${name}.js`),
    ...["recent", "answers", "marks", "results", "reply", "menu", "dialog"].map((name) => `${name}.js`),
  ];
  const NO_TEXT = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];

  if (!globalThis.HTMLDialogElement?.prototype.showModal) return; // the link to the lists stays
  const here = document.currentScript.src;
  const root = new URL("../../../../", here).href;
  const folders = { en: "", fr: "fr/" };
  // By the address: the page for what is not found is one for both languages.
  const locale = location.href.startsWith(root + folders.fr) ? "fr" : "en";
  const place = document.querySelector(".kb-search");
  const kbFind = (globalThis.kbFind = { root, folders, locale, site: place.dataset.site || root });
  document.documentElement.classList.add("kb-find-on");

  /** An element with attributes (false leaves one out) and children; a string child is text. */
  kbFind.make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const { make } = kbFind;

  /** A setting that this browser keeps for this site; null when there is none or storage is refused. */
  const key = (name) => `knownbase:${new URL(root).pathname}:${name}`;
  kbFind.kept = (name) => {
    try {
      return localStorage.getItem(key(name));
    } catch {
      return null;
    }
  };
  kbFind.keep = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(key(name));
      else localStorage.setItem(key(name), value);
    } catch {
      // it holds for this page only
    }
  };

  const loaded = (element) =>
    new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => {
        element.remove();
        reject(new Error(`not loaded: ${element.src || element.href}`));
      };
      document.head.append(element);
    });
  const script = (path) => {
    const element = make("script", { src: new URL(path, here).href });
    element.async = false; // in order
    return loaded(element);
  };
  const styles = () => loaded(make("link", { rel: "stylesheet", href: new URL("../../css/search.css", here).href })).catch(() => {});

  let parts = null;
  const load = () =>
    (parts ??= Promise.all([styles(), ...SCRIPTS.map(script)]).catch((error) => {
      parts = null; // the next opening may find the network again
      throw error;
    }));

  function build() {
    const field = make("input", {
      type: "text", role: "combobox", "aria-label": place.dataset.label, placeholder: place.dataset.hint, dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox",
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", inputmode: "search", enterkeyhint: "go",
    });
    const close = make("button", { type: "button" }, place.dataset.close);
    const icon = document.querySelector(".kb-find svg").cloneNode(true);
    const dialog = make("dialog", { class: "kb-dialog", "aria-label": place.dataset.label }, make("div", { class: "kb-dialog-head" }, icon, field, close));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("mousedown", (event) => {
      if (event.target === dialog) dialog.close(); // beside it: the backdrop belongs to the dialog
    });
    document.body.append(dialog);
    Object.assign(kbFind, { dialog, field });
  }

  function failed() {
    const { dialog } = kbFind;
    dialog.querySelector(".kb-dialog-failed")?.remove();
    dialog.append(make("p", { class: "kb-dialog-failed", role: "alert" }, place.dataset.failed));
  }

  /** Opens the dialog, with `text` in its field; without one the last query is there, selected. */
  kbFind.open = (text) => {
    if (!kbFind.dialog) build();
    const { dialog, field } = kbFind;
    if (text !== undefined) field.value = text;
    if (!dialog.open) dialog.showModal();
    field.focus();
    if (text === undefined) field.select();
    load().then(() => {
      dialog.querySelector(".kb-dialog-failed")?.remove();
      return kbFind.start();
    }).catch(failed);
  };

  const button = (event) => event.target.closest?.(".kb-find");
  const typing = ({ target }) => target.closest?.("input, textarea, select, [contenteditable]") && !NO_TEXT.includes(target.type);

  document.addEventListener("click", (event) => button(event) && kbFind.open());
  document.addEventListener("pointerover", (event) => button(event) && load().catch(() => {}));
  document.addEventListener("paste", (event) => {
    const text = button(event) && event.clipboardData.getData("text");
    if (text) kbFind.open(text.replace(/\s+/g, " ").trim());
  });
  document.addEventListener("keydown", (event) => {
    const { altKey: alt, ctrlKey: ctrl, metaKey: meta } = event;
    if (event.defaultPrevented || event.isComposing || alt || typing(event)) return;
    const plain = !ctrl && !meta && event.key.length === 1;
    const slash = plain && event.key === "/" && kbFind.kept("slash") !== "off";
    const typed = plain && /\S/.test(event.key) && event.target.matches?.(".kb-find-field");
    const k = ctrl !== meta && !event.shiftKey && event.key.toLowerCase() === "k";
    if (!slash && !k && !typed) return;
    event.preventDefault();
    kbFind.open(typed && !slash ? event.key : undefined);
  });
  document.addEventListener("DOMContentLoaded", () => {
    const query = new URLSearchParams(location.search).get("q");
    // A page that filters a list by ?q=… says so.
    if (query && !document.querySelector("[data-kb-q]")) kbFind.open(query);
  });
})();
