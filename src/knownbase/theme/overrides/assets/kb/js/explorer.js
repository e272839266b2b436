// The explorer of a hub: facets, text, sort, every state in the address. It takes the place of the static lists.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const { make, filled } = kb;
  const ROWS = 50;
  const VALUES = 8; // of a facet, before "show all"
  const FACETS = {
    anomaly: ["mine", "product", "version", "os", "category", "status", "year"],
    faq: ["mine", "category", "product", "os", "year"],
    patch: ["mine", "product", "version", "os", "form", "year"],
  };
  const NAMES = { anomaly: "anomalies", faq: "faq", patch: "downloads" }; // of what is saved
  const SORTS = ["relevance", "date", "id"];

  // State ↔ query string. What the site does not know is dropped when the facets are there.
  const read = (kind) => {
    const asked = new URLSearchParams(location.search);
    const state = { q: asked.get("q") ?? "", sort: SORTS.includes(asked.get("sort")) ? asked.get("sort") : "", more: Math.max(0, parseInt(asked.get("more"), 10) || 0) };
    state.chosen = new Map(FACETS[kind].map((facet) => [facet, new Set(asked.getAll(facet))]));
    return state;
  };
  const written = ({ q, sort, more, chosen }) => {
    const said = new URLSearchParams();
    if (q) said.set("q", q);
    for (const [facet, values] of chosen) for (const value of values) said.append(facet, value);
    if (sort) said.set("sort", sort);
    if (more) said.set("more", more);
    const text = said.toString();
    return location.pathname + (text && `?${text}`);
  };

  // A spreadsheet takes a cell that begins so for a formula.
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

  class Explorer {
    constructor(place, { base, locale, marks }) {
      Object.assign(this, { place, base, locale, own: marks, kind: place.dataset.kbExplorer, turn: 0 });
      const load = kb.loader(`${base}search/${locale}/`, locale);
      this.index = kb.open({ locale, load });
      this.load = load;
      this.state = read(this.kind);
      this.boxes = new Map();
    }

    async start() {
      [this.t, this.marks] = await Promise.all([this.load("texts"), this.own()]);
      this.mine = (await this.marks?.facet(this.index, this.kind)) ?? [];
      this.first = await this.ownFirst();
      this.frame();
      await this.answer();
      this.place.hidden = false;
      // Questions by category say more than a list by date: they stay until something is asked for.
      if (this.kind === "faq") this.found.after(this.lists);
      addEventListener("popstate", () => {
        this.state = read(this.kind);
        this.input.value = this.state.q;
        this.answer();
      });
    }

    // A text as this kind of entry says it, or as all do.
    text(key) {
      return this.t[`${key}_${this.kind}`] ?? this.t[key];
    }

    // Numbers of the patches for the operating systems of the reader's own licences: they come before all others.
    async ownFirst() {
      if (this.kind !== "patch" || !this.mine.length) return new Set();
      const own = await this.index.search("", { kinds: [this.kind], filters: { mine: this.mine }, sort: "id" });
      return new Set(own.hits);
    }

    frame() {
      const { t } = this;
      this.input = make("input", "kb-q");
      Object.assign(this.input, { type: "search", value: this.state.q, autocomplete: "off", spellcheck: false });
      this.input.setAttribute("aria-label", t.find_words);
      this.input.placeholder = t.find_words;
      this.input.addEventListener("input", () => {
        Object.assign(this.state, { q: this.input.value, more: 0 });
        this.go("replace");
      });
      this.sort = make("select", "", ...SORTS.map((sort) => Object.assign(make("option", "", t[`find_sort_${sort}`]), { value: sort })));
      this.sort.setAttribute("aria-label", t.find_sort);
      this.sort.addEventListener("change", () => {
        Object.assign(this.state, { sort: this.sort.value, more: 0 });
        this.go("push");
      });
      this.only = Object.assign(make("input"), { type: "checkbox" });
      this.only.addEventListener("change", () => this.chooseMine(this.only.checked));
      const only = this.mine.length ? [make("label", "kb-only", this.only, t.find_only_mine)] : [];
      this.summary = make("summary");
      this.facets = make("div", "kb-facets");
      const drawer = make("details", "kb-drawer", this.summary, this.facets);
      const wide = matchMedia("(min-width: 60em)");
      const fit = () => (drawer.open = wide.matches);
      wide.addEventListener("change", fit);
      fit();
      this.active = make("p", "kb-active");
      this.asked = make("p", "kb-printed");
      this.status = make("p", "kb-count");
      this.status.setAttribute("role", "status");
      this.note = make("div", "kb-none");
      this.body = make("tbody");
      const columns = ["id", "title", "about", ...(this.kind === "anomaly" ? ["status"] : []), "date"];
      this.heads = columns.map((name) => this.text(`find_col_${name}`));
      const head = make("tr", "", ...this.heads.map((name) => Object.assign(make("th", "", name), { scope: "col" })));
      const table = make("table", "kb-found", make("thead", "", head), this.body);
      table.setAttribute("aria-label", t.find_results);
      this.more = make("button", "kb-more");
      this.more.type = "button";
      this.more.addEventListener("click", () => {
        const shown = this.body.rows.length;
        this.state.more++;
        this.go("replace").then(() => this.body.rows[shown]?.querySelector("a").focus());
      });
      const exports = ["csv", "json"].map((form) => {
        const button = Object.assign(make("button", "", form.toUpperCase()), { type: "button" });
        button.setAttribute("aria-label", filled(t.find_export, { form: form.toUpperCase() }));
        button.addEventListener("click", () => this.save(form));
        return button;
      });
      const top = make("div", "kb-explorer-top", this.input, this.sort, ...only);
      const line = make("div", "kb-explorer-line", this.status, ...exports);
      this.lists = document.querySelector(".kb-static");
      const first = this.first.size ? [make("p", "kb-note", t.find_mine_first)] : [];
      this.found = make("div", "", this.active, this.asked, line, ...first, this.note, table, this.more);
      this.place.append(top, make("div", "kb-explorer-cols", drawer, make("div", "", this.found)));
    }

    go(way) {
      try {
        history[`${way}State`](null, "", written(this.state));
      } catch {
        // Some browsers allow no history to a page from a folder; the explorer works without.
      }
      return this.answer();
    }

    // Values that the engine filters by. With operating systems chosen, a version is asked for on these alone.
    filters() {
      const filters = {};
      for (const [facet, values] of this.state.chosen) if (values.size) filters[facet] = [...values];
      const { version, os } = filters;
      if (version && os && this.kind === "anomaly") {
        delete filters.version;
        filters.affected = version.flatMap((one) => os.map((system) => one.replace("/", `/${system}/`)));
      }
      return filters;
    }

    async answer() {
      const turn = ++this.turn;
      const { q, sort, more } = this.state;
      const options = { kinds: [this.kind], facets: true, filters: this.filters(), sort: sort || (q.trim() ? "relevance" : "date") };
      const result = await this.index.search(q, options);
      if (turn !== this.turn) return;
      if (this.forget(result.facets)) return this.go("replace");
      const found = result.exact || !q.trim() ? result.hits.slice(0, q.trim() ? result.exact : undefined) : [];
      const isFirst = (one) => this.first.has(one);
      const hits = [...found.filter(isFirst), ...found.filter((one) => !isFirst(one))];
      const shown = await this.index.documents(hits.slice(0, ROWS * (more + 1)));
      if (turn !== this.turn) return;
      this.hits = hits;
      this.sort.value = options.sort;
      this.sort.options[0].disabled = !q.trim();
      const mine = this.state.chosen.get("mine");
      this.only.checked = mine.size === this.mine.length && this.mine.every((one) => mine.has(one));
      this.showFacets(result.facets);
      this.showActive(result.facets);
      this.body.replaceChildren(...shown.filter(Boolean).map((one) => this.row(one, result.words)));
      this.body.parentElement.hidden = !shown.length;
      const left = hits.length - shown.length;
      this.showAsked(result.facets, left);
      this.more.hidden = left <= 0;
      this.more.textContent = filled(this.t.find_more, { n: Math.min(ROWS, left) });
      this.status.textContent = filled(this.t.find_count, { n: hits.length });
      this.summary.textContent = filled(this.t.find_filters, { n: hits.length });
      await this.showNone(hits.length, result, turn);
      const idle = this.kind === "faq" && !q.trim() && ![...this.state.chosen.values()].some((one) => one.size);
      this.lists.hidden = !idle;
      this.found.hidden = idle;
      this.place.dataset.answered = location.search;
    }

    // Chosen values that the site does not have are taken out; true when there were any.
    forget(facets) {
      let changed = false;
      for (const [facet, values] of this.state.chosen) {
        const known = new Set(facets[facet]?.map(({ value }) => value));
        for (const value of values) if (!known.has(value) && values.delete(value)) changed = true;
      }
      return changed;
    }

    async showNone(count, result, turn) {
      const lines = [];
      if (result.failed.length) lines.push(make("p", "", this.t.find_part_failed));
      if (!count) {
        const near = result.hits.length ? result : await this.index.search(this.state.q, { kinds: [this.kind], sort: "relevance" });
        const nearest = (await this.index.documents(near.hits.slice(0, 3))).filter(Boolean);
        if (turn !== this.turn) return;
        lines.push(make("p", "", nearest.length ? this.t.find_none_near : this.t.find_nothing));
        if (nearest.length) lines.push(make("ul", "", ...nearest.map((one) => make("li", "", this.link(one, one.title)))));
        lines.push(kb.tell(this, this.state.q, this.installation()));
      }
      this.note.replaceChildren(...lines);
    }

    // What the filters say of one installation: a product, an operating system, a release where just one is chosen.
    installation() {
      const { product, os, version } = Object.fromEntries([...this.state.chosen].map(([facet, values]) => [facet, values.size === 1 ? [...values][0] : ""]));
      const [of, release] = version?.split("/") ?? [];
      return Object.fromEntries(Object.entries({ product: of || product, os, version: release }).filter(([, value]) => value));
    }

    link(found, ...children) {
      const link = make("a", "", ...children);
      link.href = kb.urlOf(this.base, this.locale, found.path);
      if (found.lang !== this.locale) link.lang = found.lang;
      return link;
    }

    row(found, words) {
      const excerpt = kb.excerpt(found.text, words, found.lang, 120);
      const title = make("td", "", this.link(found, ...kb.marked(found.title, kb.matches(found.title, words, found.lang))));
      if (excerpt.ranges.length) title.append(make("span", "kb-excerpt", ...kb.marked(excerpt.text, excerpt.ranges)));
      if (this.marks) title.append(...this.marks.short(found.id));
      const time = make("time", "", this.date(found.date));
      time.dateTime = found.date;
      const cells = [make("td", "", make("code", "", found.id)), title, make("td", "", found.chips.join(" · "))];
      if (this.kind === "anomaly") cells.push(make("td", "", found.verdict));
      cells.push(make("td", "", time));
      return make("tr", "", ...cells);
    }

    date(day) {
      const form = new Intl.DateTimeFormat(this.locale === "en" ? "en-GB" : "fr-FR", { dateStyle: "medium", timeZone: "UTC" });
      return day ? form.format(new Date(`${day}T00:00:00Z`)) : "";
    }

    // Boxes are made once and then only counted anew, so that the focus stays where it is.
    showFacets(facets) {
      const { chosen } = this.state;
      for (const facet of FACETS[this.kind]) {
        if (!facets[facet]) continue;
        if (!this.boxes.has(facet)) this.makeFacet(facet, facets[facet]);
        const { fieldset, boxes, all } = this.boxes.get(facet);
        const systems = [...chosen.get("os")];
        let visible = 0;
        for (const value of boxes.keys()) {
          const { count } = facets[facet].find((one) => one.value === value);
          const { box, label, number } = boxes.get(value);
          const [product, version] = value.split("/");
          const onSystems = facets.affected?.filter((one) => systems.some((os) => one.value === `${product}/${os}/${version}`));
          // On several systems together an anomaly may count twice: then the count of the version stands. A patch has one.
          const n = facet === "version" && onSystems && systems.length === 1 ? (onSystems[0]?.count ?? 0) : count;
          box.checked = chosen.get(facet).has(value);
          number.textContent = n;
          label.classList.toggle("kb-zero", !n);
          const fits = facet !== "version" || box.checked || (chosen.get("product").has(product) && (!systems.length || (onSystems ? onSystems.length > 0 : n > 0)));
          const few = !all || all.dataset.open === "1" || box.checked || visible < VALUES;
          label.hidden = !fits || !few;
          if (!label.hidden) visible++;
        }
        fieldset.hidden = visible === 0;
        if (all) all.hidden = all.dataset.open === "1" || facet === "version" && visible < VALUES;
      }
    }

    makeFacet(facet, values) {
      const fieldset = make("fieldset", "", make("legend", "", this.text(`find_facet_${facet}`)));
      const boxes = new Map();
      // Products begin with those that have most, versions with the latest; the others keep their order.
      const ordered = [...values];
      if (facet === "product") ordered.sort((a, b) => b.count - a.count);
      if (facet === "version") ordered.reverse();
      for (const { value, label: text } of ordered) {
        const box = Object.assign(make("input"), { type: "checkbox", value });
        const number = make("span");
        const label = make("label", "", box, text, number);
        box.addEventListener("change", () => this.choose(facet, value, box.checked));
        boxes.set(value, { box, label, number });
        fieldset.append(label);
      }
      let all = null;
      if (fieldset.querySelectorAll("label").length > VALUES + 2) {
        all = Object.assign(make("button", "", this.t.find_all_values), { type: "button" });
        all.addEventListener("click", () => {
          all.dataset.open = "1";
          this.answer().then(() => fieldset.querySelectorAll("label:not([hidden]) input")[VALUES]?.focus());
        });
        fieldset.append(all);
      }
      this.boxes.set(facet, { fieldset, boxes, all });
      this.facets.append(fieldset);
    }

    choose(facet, value, on) {
      const { chosen } = this.state;
      if (on) chosen.get(facet).add(value);
      else chosen.get(facet).delete(value);
      // A version belongs to its product.
      if (facet === "product" && !on) for (const one of chosen.get("version") ?? []) if (one.startsWith(`${value}/`)) chosen.get("version").delete(one);
      this.state.more = 0;
      this.go("push");
    }

    // What concerns the reader's installations and nothing else, in one step, also where the filters are in a drawer.
    chooseMine(on) {
      this.state.chosen.set("mine", new Set(on ? this.mine : []));
      this.state.more = 0;
      this.go("push");
    }

    showActive(facets) {
      const chips = [];
      for (const [facet, values] of this.state.chosen)
        for (const value of values) {
          const label = facets[facet].find((one) => one.value === value).label;
          const chip = Object.assign(make("button", "kb-chip", `${label} ×`), { type: "button" });
          chip.setAttribute("aria-label", filled(this.t.find_remove, { label }));
          chip.addEventListener("click", () => {
            this.choose(facet, value, false);
            this.input.focus();
          });
          chips.push(chip);
        }
      this.active.hidden = !chips.length;
      this.active.replaceChildren(...chips);
    }

    // On paper: what was asked for, and how much of it is there.
    showAsked(facets, left) {
      const { t, state } = this;
      const words = state.q.trim();
      const said = [...state.chosen].filter(([, values]) => values.size).map(([facet, values]) => {
        const labels = facets[facet].filter(({ value }) => values.has(value)).map(({ label }) => label);
        return filled(t.find_asked, { facet: this.text(`find_facet_${facet}`), values: labels.join(", ") });
      });
      const part = left > 0 ? [filled(t.find_on_paper, { n: this.body.rows.length })] : [];
      this.asked.textContent = [...(words ? [filled(t.find_asked, { facet: t.find_words, values: words })] : []), ...said, ...part].join(" · ");
    }

    async save(form) {
      const found = (await this.index.documents(this.hits)).filter(Boolean);
      const rows = found.map(({ id, title, chips, verdict, date, path }) => ({ id, title, about: chips.join(", "), status: verdict, date, url: kb.urlOf(this.base, this.locale, path) }));
      const names = ["id", "title", "about", "status", "date", "url"];
      const lines = [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))];
      const text = form === "json" ? `${JSON.stringify(rows, null, 2)}\n` : `\ufeff${lines.join("\r\n")}\r\n`;
      const link = make("a");
      link.href = URL.createObjectURL(new Blob([text], { type: form === "json" ? "application/json" : "text/csv" }));
      link.download = `${NAMES[this.kind]}-${new Date().toISOString().slice(0, 10)}.${form}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  }

  kb.explore = (place, site) => new Explorer(place, site).start();
})();
