// What the search dialog, the explorers and the marks share: elements, texts with values, marked words, copies, the message to us.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});

  kb.make = (name, className = "", ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  kb.filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  kb.marked = (text, ranges) => {
    const parts = [];
    let end = 0;
    for (const [from, to] of ranges) {
      parts.push(text.slice(end, from), kb.make("mark", "", text.slice(from, to)));
      end = to;
    }
    return [...parts, text.slice(end)];
  };

  kb.mailto = (t, text) =>
    `mailto:?subject=${encodeURIComponent(t.find_tell_subject)}&body=${encodeURIComponent(kb.filled(t.find_tell_body, { text: text.slice(0, 500) }))}`;

  // Plain HTTP and file:// offer no clipboard object: the selection is copied instead. `place` is where a text can be
  // selected: what is outside of a modal dialog cannot. Throws where the browser refuses.
  kb.copy = async (text, place) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const before = document.activeElement;
    const area = kb.make("textarea", "kb-vh");
    area.value = text;
    place.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before.focus();
    if (!done) throw new Error("copy refused");
  };

  // Address of a page, in the language of an index, on this site or in this folder.
  kb.urlOf = (base, locale, path) => `${base}${locale === "en" ? "" : `${locale}/`}${path}`;
})();
