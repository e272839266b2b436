// What the search dialog, the explorers and the marks share: elements, texts with values, marked words, copies, the message to us.
(() => {
  "use strict";
  const kb = (globalThis.kbSearch ??= {});
  const TYPED = 500; // characters of what was typed that are handed on

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

  // The way on for who found nothing: to the report of an anomaly, with what was typed filled in and `more` of what is
  // known; to a message where the site has no such page. One line is the matter, more than that is what happens.
  const LINE = 160;
  kb.tell = ({ base, locale, t }, text, more = {}) => {
    const typed = text.trim().slice(0, TYPED);
    const link = kb.make("a", "", t.report ? t.find_report : t.find_tell);
    const name = typed.length > LINE || typed.includes("\n") ? "symptom" : "summary";
    link.href = t.report
      ? `${kb.urlOf(base, locale, t.report)}?${new URLSearchParams({ ...more, [name]: typed })}`
      : `mailto:?subject=${encodeURIComponent(t.find_tell_subject)}&body=${encodeURIComponent(kb.filled(t.find_tell_body, { text: typed }))}`;
    return kb.make("p", "", link);
  };

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
