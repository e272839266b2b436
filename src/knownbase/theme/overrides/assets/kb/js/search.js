// Opens the search: its buttons, "/" and Ctrl-K. The dialog is there at once; engine and index follow behind it,
// and nothing of them is fetched before a reader shows the wish to search.
(() => {
  "use strict";
  const script = document.currentScript;
  const site = {
    base: new URL("../../../", script.src).href,
    locale: document.documentElement.lang === "fr" ? "fr" : "en",
  };
  const openers = [...document.querySelectorAll("[data-kb-search]")];
  const explorer = document.querySelector("[data-kb-explorer]");
  const affected = document.querySelector("[data-kb-affected]");
  const report = document.querySelector("[data-kb-report]");
  const subscribe = document.querySelector("[data-kb-subscribe]");
  const sheet = document.querySelector("[data-kb-sheet]");
  const texts = openers[0]?.dataset ?? {};
  let dialog = null;

  // A script runs once, whoever asks for it; one that could not be fetched may be asked for again.
  const injected = new Map();
  const inject = (path) => {
    if (!injected.has(path))
      injected.set(
        path,
        new Promise((resolve, reject) => {
          const element = document.createElement("script");
          element.onload = resolve;
          element.onerror = () => {
            injected.delete(path);
            reject(new Error(path));
          };
          element.async = false; // in the order of the calls
          element.src = site.base + path;
          document.head.append(element);
        }),
      );
    return injected.get(path);
  };

  const engine = () => Promise.all([inject("search/engine.js"), inject("assets/kb/js/search-text.js")]);
  const withParts = (...names) => Promise.all([engine(), ...names.map((name) => inject(`assets/kb/js/${name}.js`))]);

  // Marks of the reader's own installations, or null: nothing of them is fetched while there are none.
  const own = globalThis.kbInstallations;
  const installed = () => own?.kept() ?? [];
  const said = own?.written(installed());
  let marks = null;
  site.marks = () => {
    const all = installed();
    const text = all.length ? own.written(all) : "";
    if (marks?.text !== text) {
      const parts = ["affected/engine.js", "assets/kb/js/search-text.js", "assets/kb/js/marks.js"];
      const opened = text ? Promise.all(parts.map(inject)).then(() => globalThis.kbMarks.open(site, all)) : Promise.resolve(null);
      marks = { text, opened: opened.catch(() => null) };
    }
    return marks.opened;
  };

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const shell = () => {
    const input = make("input", { type: "search", className: "kb-q", placeholder: texts.prompt, maxLength: 10000, autocomplete: "off", spellcheck: false });
    input.setAttribute("aria-label", texts.label);
    input.setAttribute("enterkeyhint", "go");
    const close = make("button", { type: "button", className: "kb-close", textContent: texts.close });
    dialog = make("dialog", { className: "kb-search" }, make("div", { className: "kb-search-top" }, input, close));
    dialog.setAttribute("aria-label", texts.label);
    close.addEventListener("click", () => dialog.close());
    // A click on what is behind the dialog closes it.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    // Otherwise a search field is emptied first, and only the next Escape closes.
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      dialog.close();
    });
    document.body.append(dialog);
    withParts("search-dialog")
      .then(() => globalThis.kbSearch.attach(dialog, site))
      .catch(() => {
        const message = make("p", { className: "kb-search-note", textContent: texts.failed });
        message.setAttribute("role", "alert");
        dialog.append(message);
      });
  };

  const open = (text) => {
    if (!dialog) shell();
    if (!dialog.open) dialog.showModal();
    const input = dialog.querySelector("input");
    if (text) {
      input.value = text;
      input.dispatchEvent(new Event("input"));
    }
    input.select();
  };

  for (const opener of openers) {
    opener.hidden = false;
    opener.addEventListener("click", () => open(opener.dataset.kbSearch));
    for (const intent of ["pointerenter", "focus"]) opener.addEventListener(intent, () => engine().catch(() => {}), { once: true });
  }
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!openers.length || (!slash && !k) || (dialog?.open && slash)) return;
    event.preventDefault();
    open("");
  });

  // The address that was not found is what the reader looks for.
  if (document.body.querySelector(".kb-halves")) {
    const last = decodeURIComponent(location.pathname).split("/").filter(Boolean).at(-1) ?? "";
    const words = last.replace(/\.html?$/, "");
    for (const opener of openers) opener.dataset.kbSearch = /^[A-Z]+-\d+$/.test(words) ? words : words.replace(/[-_]+/g, " ");
  }

  // Where nobody is named there is nothing to mark; the page of the installations itself says more than marks do.
  const ids = [...document.querySelectorAll("[data-kb-about] > .kb-id, .kb-list .kb-id, td.kb-id")];
  if (!affected && (explorer || ids.some((id) => /^(ANO|PAT|FAQ)-/.test(id.textContent)))) site.marks().then((found) => found?.page());
  // A page that comes back as it was left may be older than the installations.
  addEventListener("pageshow", (event) => event.persisted && said !== own?.written(installed()) && location.reload());

  // Where it fails the lists of the page stay.
  if (explorer)
    withParts("explorer")
      .then(() => globalThis.kbSearch.explore(explorer, site))
      .catch(() => {});
  if (affected)
    Promise.all([inject("affected/engine.js"), withParts("affected")])
      .then(() => globalThis.kbSearch.affected(affected, site))
      .catch(() => {});
  if (sheet)
    Promise.all([inject("affected/engine.js"), withParts("sheet")])
      .then(() => globalThis.kbSearch.sheet(sheet, site))
      .catch(() => {});
  if (report)
    withParts("report-text", "report")
      .then(() => globalThis.kbSearch.report(report, site))
      .catch(() => {});
  // What it would show stands in the table too.
  if (subscribe && installed().length)
    Promise.all(["search-text", "subscribe"].map((name) => inject(`assets/kb/js/${name}.js`)))
      .then(() => globalThis.kbSearch.subscribe(subscribe))
      .catch(() => {});
})();
