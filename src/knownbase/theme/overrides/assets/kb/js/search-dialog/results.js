/**
 * An answer → the options of the list, in groups; the group of the best hit comes first.
 */
(() => {
  "use strict";
  const { make, marked } = kbFind;
  const GROUP_NAMES = {
    faq: "section_faq", anomaly: "section_anomalies", code: "section_codes",
    patch: "section_downloads", product: "section_products", page: "find_pages",
  };

  /** Address of a path below a language's root, seen from anywhere on this site. */
  kbFind.urlOf = (path, locale = kbFind.locale) => kbFind.root + kbFind.folders[locale] + path;

  /** A text with its {names} filled in. */
  kbFind.say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => value), kbFind.texts[key]);

  /** The text for a number: in French 0 is singular too. */
  kbFind.count = (key, n) => kbFind.say(n === 1 || (n === 0 && kbFind.locale === "fr") ? `${key}_one` : `${key}_many`, { n: String(n) });

  function option(hit, id) {
    const far = hit.lang !== kbFind.locale;
    const lang = far && { lang: hit.lang };
    const { text, ranges } = kbFind.window(hit.excerpt, hit.marks.excerpt);
    const name = make("span", { class: "kb-r-name", id: `${id}-name` }, make("span", { class: "kb-r-title", ...lang }, ...marked(hit.title, hit.marks.title)));
    if (/^[A-Z]+-\d+$/.test(hit.label)) name.append(" ", make("span", { class: "kb-id" }, hit.label));
    if (far) name.append(" ", make("span", { class: "kb-r-lang" }, kbFind.say(`find_in_${hit.lang}`)));
    return make(
      "a",
      {
        class: "kb-r", role: "option", id, href: kbFind.urlOf(hit.path), tabindex: "-1", "aria-selected": "false",
        "aria-labelledby": `${id}-name`, "aria-describedby": `${id}-text`,
      },
      name,
      make("span", { class: "kb-r-text", id: `${id}-text`, "aria-hidden": "true", ...lang }, ...marked(text, ranges)),
      make("span", { class: "kb-r-more", "aria-hidden": "true" }, "⋯"),
    );
  }

  const group = (id, name, options, n) =>
    make(
      "div",
      { role: "group", "aria-labelledby": id },
      make("div", { class: "kb-r-group", id, role: "presentation" }, name, n === undefined ? "" : make("span", { class: "kb-r-n" }, ` ${n}`)),
      ...options,
    );

  /** Hits in groups, and for each option what it stands for: [element, hit]. */
  kbFind.hitOptions = (hits) => {
    const kinds = new Map();
    for (const hit of hits) kinds.set(hit.kind, [...(kinds.get(hit.kind) ?? []), hit]);
    const options = [];
    const groups = [...kinds].map(([kind, inside]) => {
      const rows = inside.map((hit) => {
        const row = option(hit, `kb-r${options.length}`);
        options.push([row, hit]);
        return row;
      });
      return group(`kb-g-${kind}`, kbFind.texts[GROUP_NAMES[kind]], rows, rows.length);
    });
    return { groups, options };
  };

  /** Earlier queries as options: choosing one asks it again. */
  kbFind.recentOptions = (queries) => {
    const options = queries.map((query, i) => [
      make("div", { class: "kb-r kb-r-old", role: "option", id: `kb-r${i}`, "aria-selected": "false", dir: "auto" }, query),
      null,
    ]);
    const groups = queries.length > 0 ? [group("kb-g-recent", kbFind.texts.find_recent, options.map(([row]) => row))] : [];
    return { groups, options };
  };
})();
