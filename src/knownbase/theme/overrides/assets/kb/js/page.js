// Page tools that need a script: print, copy the link, copy an exact message, address and date on paper,
// and the current section in the header for assistive technology. Without a script nothing is missing but these.
(() => {
  "use strict";
  const canonical = document.querySelector("link[rel=canonical]");
  const address = () => (canonical ? canonical.href : location.href.split("#")[0]);
  const tools = document.querySelector(".kb-tools");
  const texts = tools ? tools.dataset : {};

  // file:// and plain HTTP offer no clipboard object: the selection is copied instead.
  const copy = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  };

  const button = (parent, label, act, context) => {
    const made = parent.appendChild(document.createElement("button"));
    made.type = "button";
    made.textContent = label;
    if (context) made.setAttribute("aria-label", `${label} ${context}`);
    made.addEventListener("click", () => act(made, label));
    return made;
  };

  const status = document.body.appendChild(document.createElement("p"));
  status.className = "kb-vh";
  status.setAttribute("role", "status");

  const copier = (text) => async (made, label) => {
    try {
      await copy(text());
    } catch {
      prompt(label, text()); // the reader copies by hand
      return;
    }
    made.focus();
    made.textContent = status.textContent = texts.copied;
    setTimeout(() => {
      made.textContent = label;
      status.textContent = "";
    }, 2000);
  };

  if (tools) {
    button(tools, texts.print, () => print());
    button(tools, texts.link, copier(address));
    for (const item of document.querySelectorAll(".kb-msgs li")) {
      const message = item.querySelector("code").textContent;
      button(item, texts.copy, copier(() => message), message);
    }
  }

  const header = document.querySelector(".kb-header");
  for (const link of header.querySelectorAll(".kb-nav a"))
    if (link.dataset.section === header.dataset.section) link.setAttribute("aria-current", "true");

  const printed = document.querySelector(".kb-printed[data-label]");
  const stamp = () => {
    const lang = document.documentElement.lang;
    const today = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long" }).format(new Date());
    // What is asked of a list or a sheet stands in its address.
    const asked = (canonical ? location.search : "") + location.hash;
    printed.textContent = `${address()}${asked} · ${printed.dataset.label} ${today}`;
  };
  if (printed) {
    stamp();
    addEventListener("beforeprint", stamp);
  }

  // Nobody unfolds paper: css/print.css does it where a browser knows how.
  if (!CSS.supports("selector(::details-content)")) {
    let unfolded = [];
    const fold = (open) => {
      for (const one of unfolded) one.open = open;
    };
    addEventListener("beforeprint", () => {
      unfolded = [...document.querySelectorAll("details:not([open])")];
      fold(true);
    });
    addEventListener("afterprint", () => fold(false));
  }
})();
