// The inside of the search dialog: results in groups while the reader types, all of it by keyboard.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const SHOWN = 5; // results of a group
  const PAUSE = 70; // milliseconds without a key before documents are fetched
  const RECENT = 8;
  const STORE = "kb-recent-searches";
  const SECTIONS = { anomaly: "anomalies", faq: "faq" };
  const LOCALES = ["en", "fr"];

  const { make, filled } = kb;

  // What was searched last, kept in this browser only; without a store there is none.
  const recent = {
    list() {
      try {
        return JSON.parse(localStorage.getItem(STORE)) ?? [];
      } catch {
        return [];
      }
    },
    keep(list) {
      try {
        localStorage.setItem(STORE, JSON.stringify(list.slice(0, RECENT)));
      } catch {
        // A reader who allows no storage has no list.
      }
    },
    add(text) {
      if (text.length > 1 && text.length < 200) recent.keep([text, ...recent.list().filter((one) => one !== text)]);
    },
  };

  class Dialog {
    constructor(element, { base, locale, marks }) {
      this.element = element;
      this.own = marks;
      this.base = base;
      this.locale = locale;
      this.input = element.querySelector("input");
      this.turn = 0;
      this.active = -1;
      this.options = [];
      this.indexes = new Map();
    }

    async start() {
      this.t = await kb.loader(`${this.base}search/${this.locale}/`, this.locale)("texts");
      this.note = make("div", "kb-search-note");
      this.list = make("div", "kb-search-list");
      this.list.id = "kb-search-list";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.t.find_results);
      this.foot = make("div", "kb-search-foot");
      this.foot.hidden = true;
      this.status = make("p", "kb-vh");
      this.status.setAttribute("role", "status");
      const body = make("div", "kb-search-body", this.note, this.list);
      body.tabIndex = 0; // scrolls by keyboard
      this.element.append(body, this.foot, this.status);
      const attributes = { role: "combobox", "aria-controls": this.list.id, "aria-autocomplete": "list", "aria-expanded": "false" };
      for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
      this.tools();
      this.input.addEventListener("input", () => this.answer());
      this.element.addEventListener("keydown", (event) => this.key(event));
      this.element.addEventListener("close", () => recent.add(this.input.value.trim()));
      this.answer();
    }

    tools() {
      const acts = [
        ["find_copy_link", "Alt+L", "KeyL", () => this.copyLink()],
        ["find_copy_en", "Alt+E", "KeyE", () => this.copyReply("en")],
        ["find_copy_fr", "Alt+F", "KeyF", () => this.copyReply("fr")],
      ];
      this.acts = new Map();
      for (const [key, label, code, act] of acts) {
        const button = make("button", "", this.t[key], " ", make("kbd", "", label));
        button.type = "button";
        button.setAttribute("aria-keyshortcuts", label);
        button.addEventListener("click", act);
        this.acts.set(code, act);
        this.foot.append(button);
      }
    }

    index(locale = this.locale) {
      if (!this.indexes.has(locale))
        this.indexes.set(locale, kb.open({ locale, load: kb.loader(`${this.base}search/${locale}/`, locale) }));
      return this.indexes.get(locale);
    }

    async answer() {
      const turn = ++this.turn;
      const text = this.input.value;
      if (!text.trim()) {
        this.showRecent();
        this.input.dataset.answered = text;
        return;
      }
      try {
        const index = this.index();
        const result = await index.search(text);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (turn !== this.turn) return;
        const groups = this.groups(result);
        const documents = await index.documents(groups.flatMap(({ hits }) => hits));
        this.marks = await this.own();
        await this.marks?.readFor(documents);
        if (turn !== this.turn) return;
        this.show(text, result, groups, new Map(documents.filter(Boolean).map((one) => [one.number, one])));
      } catch {
        if (turn === this.turn) this.say([this.t.find_failed], "alert");
      }
      if (turn === this.turn) this.input.dataset.answered = text;
    }

    // Kinds in the order of their best hit, with the first hits of each.
    groups({ hits, exact }) {
      const chosen = exact ? hits.slice(0, exact) : hits.slice(0, 2 * SHOWN);
      const found = new Map();
      const kinds = this.index().shelf.kinds;
      for (const number of chosen) {
        const kind = kinds[kb.kindOf(number)];
        if (!found.has(kind)) found.set(kind, []);
        found.get(kind).push(number);
      }
      return [...found].map(([kind, numbers]) => ({ kind, hits: numbers.slice(0, SHOWN), count: numbers.length }));
    }

    say(lines, role = "") {
      this.note.replaceChildren(...lines.map((line) => make("p", "", line)));
      if (role) this.note.setAttribute("role", role);
      else this.note.removeAttribute("role");
    }

    show(text, result, groups, documents) {
      const { t } = this;
      const lines = [];
      const titles = [...documents.values()].flatMap((one) => [one.title, one.text]);
      for (const { from, to } of result.tried) {
        // Terms are stems: what is shown is the word as the first results write it.
        const words = titles.flatMap((one) => kb.words(one).map(({ word }) => word));
        const word = words.find((one) => kb.termsOf(one, this.locale).some((term) => to.includes(term)));
        if (word) lines.push(filled(t.find_tried, { from, to: word }));
      }
      // Equivalents are worth a line where they found what the reader's own words do not name.
      const foreign = [...documents.values()].some(({ lang }) => lang !== this.locale);
      const same = new Map(result.translated.filter(({ unknown }) => unknown || foreign).map((one) => [one.from, one.to]));
      for (const [from, to] of same) lines.push(filled(t.find_same, { from, to: to.join(", ") }));
      if (result.failed.length) lines.push(t.find_part_failed);
      if (!result.hits.length) lines.unshift(t.find_nothing);
      else if (!result.exact) lines.unshift(t.find_relaxed);
      this.say(lines);
      if (!result.exact) this.note.append(kb.tell(this, text));
      this.options = [];
      const parts = groups.map(({ kind, hits, count }) => this.group(kind, hits, count, text, result, documents));
      this.list.replaceChildren(...parts);
      this.expand(this.options.length > 0);
      this.choose(this.options.length ? 0 : -1);
      this.status.textContent = result.hits.length ? filled(t.find_count, { n: groups.reduce((sum, { count }) => sum + count, 0) }) : t.find_nothing;
    }

    group(kind, hits, count, text, { words }, documents) {
      const { t } = this;
      const heading = make("p", "kb-search-group", `${t[`find_kind_${kind}`]} `, make("span", "", String(count)));
      heading.id = `kb-search-${kind}`;
      const group = make("div", "", heading);
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      for (const number of hits) {
        const found = documents.get(number);
        if (found) group.append(this.option(this.result(found, words), this.url(found.path), found));
      }
      const section = SECTIONS[kind];
      if (section && count > hits.length)
        group.append(this.option([filled(t.find_all, { n: count })], `${this.url(`${section}/index.html`)}?q=${encodeURIComponent(text.slice(0, 500))}`));
      return group;
    }

    result(found, words) {
      const title = kb.marked(found.title, kb.matches(found.title, words, found.lang));
      const excerpt = kb.excerpt(found.text, words, found.lang);
      const line = make("span", "kb-search-text", ...kb.marked(excerpt.text, excerpt.ranges));
      const head = make("span", "kb-search-title", ...title);
      if (found.lang !== this.locale) head.lang = line.lang = found.lang;
      const about = [...found.chips, found.verdict, found.lang === this.locale ? "" : this.t[`find_only_${found.lang}`]];
      const marks = this.marks?.short(found.id) ?? [];
      const parts = [head, line, make("span", "kb-search-about", ...marks, about.filter(Boolean).join(" · "))];
      return found.id ? [make("code", "", found.id), ...parts] : parts;
    }

    option(children, href, found = null) {
      const option = make("a", "", ...children);
      option.id = `kb-search-option-${this.options.length}`;
      option.setAttribute("role", "option");
      option.tabIndex = -1;
      option.href = href;
      const n = this.options.length;
      option.addEventListener("pointermove", () => this.active === n || this.choose(n, false));
      option.addEventListener("click", () => recent.add(this.input.value.trim()));
      this.options.push({ option, found });
      return option;
    }

    showRecent() {
      this.say([]);
      this.options = [];
      const list = recent.list();
      this.list.replaceChildren();
      if (list.length) {
        const heading = make("p", "kb-search-group", this.t.find_recent);
        heading.id = "kb-search-recent";
        const group = make("div", "", heading);
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", heading.id);
        for (const text of list) {
          const option = this.option([text], "#");
          option.addEventListener("click", (event) => {
            event.preventDefault();
            this.input.value = text;
            this.answer();
            this.input.focus();
          });
          group.append(option);
        }
        const forget = make("button", "kb-search-forget", this.t.find_forget);
        forget.type = "button";
        forget.addEventListener("click", () => {
          recent.keep([]);
          this.showRecent();
          this.input.focus();
        });
        this.list.append(group);
        this.note.append(forget);
      } else this.say([this.t.find_hint]);
      this.expand(list.length > 0);
      this.choose(-1);
      this.status.textContent = "";
    }

    expand(open) {
      this.input.setAttribute("aria-expanded", String(open));
      this.list.hidden = !open;
    }

    choose(n, scroll = true) {
      this.options[this.active]?.option.removeAttribute("aria-selected");
      this.active = n;
      const chosen = this.options[n];
      if (chosen) {
        chosen.option.setAttribute("aria-selected", "true");
        this.input.setAttribute("aria-activedescendant", chosen.option.id);
        if (scroll) chosen.option.scrollIntoView({ block: "nearest" });
      } else this.input.removeAttribute("aria-activedescendant");
      this.foot.hidden = !chosen?.found;
    }

    key(event) {
      const { key } = event;
      const act = event.altKey && !event.ctrlKey && this.acts.get(event.code);
      if (act && !this.foot.hidden) {
        event.preventDefault();
        act();
      } else if (event.target !== this.input || event.isComposing) return;
      else if ((key === "ArrowDown" || key === "ArrowUp") && this.options.length) {
        event.preventDefault();
        const count = this.options.length;
        this.choose(key === "ArrowDown" ? (this.active + 1) % count : (Math.max(this.active, 0) - 1 + count) % count);
      } else if (key === "Enter" && this.options[this.active]) {
        event.preventDefault();
        const { option } = this.options[this.active];
        // A click with the same modifiers: the browser knows what Ctrl and Shift mean.
        option.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
      }
    }

    url(path, locale = this.locale) {
      return kb.urlOf(this.base, locale, path);
    }

    // The address to give to others: that of the published site, also from a copy in a folder.
    publicUrl(path, locale) {
      const here = location.href.split(/[?#]/)[0];
      const canonical = document.querySelector("link[rel=canonical]")?.href ?? "";
      const own = here.startsWith(this.base) ? here.slice(this.base.length) : null;
      const root = own && canonical.endsWith(own) ? canonical.slice(0, -own.length) : this.base;
      return root + this.url(path, locale).slice(this.base.length);
    }

    async copyText(text) {
      try {
        await kb.copy(text, this.element);
        this.status.textContent = this.t.find_copied;
        this.foot.dataset.copied = this.t.find_copied;
        setTimeout(() => delete this.foot.dataset.copied, 2000);
      } catch {
        prompt(this.t.find_copy_link, text); // the reader copies by hand
      }
    }

    copyLink() {
      const { found } = this.options[this.active];
      return this.copyText(this.publicUrl(found.path, this.locale));
    }

    async copyReply(locale) {
      const { found } = this.options[this.active];
      const index = await this.index(locale).ready().then(() => this.index(locale));
      const [document] = await index.documents([found.number]);
      const t = locale === this.locale ? this.t : await kb.loader(`${this.base}search/${locale}/`, locale)("texts");
      const { title, verdict, path, id, kind } = document ?? found;
      const lines = [t.reply_hello, "", t[`reply_${LOCALES.includes(locale) && SECTIONS[kind] ? kind : "other"}`], `${id ? `${id} – ` : ""}${title}`];
      if (verdict) lines.push(filled(t.reply_state, { verdict }));
      lines.push(this.publicUrl(path, locale), "", t.reply_bye);
      return this.copyText(lines.join("\n"));
    }
  }

  kb.attach = (element, site) => new Dialog(element, site).start();
})();
