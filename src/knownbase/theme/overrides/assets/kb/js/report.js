// "Report an anomaly": known anomalies while the reader types, then the report as a message. Nothing is sent from here.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const { compose, missing, mailto } = globalThis.kbReport;
  const { make, filled } = kb;
  const KEPT = "kb-report";
  const SHOWN = 5; // known anomalies
  const NEAR = 3; // of these, anomalies of the product that lack a word
  const ASKED = 400; // characters of what is typed that are looked for
  const PAUSE = 150; // milliseconds without a key before known anomalies are looked for
  const PRESET = ["product", "os", "version", "category", "summary", "symptom", "about"]; // what an address may fill in
  const LIKE = ["product", "summary", "symptom"]; // what known anomalies are looked for by

  // The draft: field → value, or values of what can be ticked. Storage may be refused, and then even looking throws.
  const draft = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT));
      return found && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  };
  const keep = (values) => {
    try {
      if (values) localStorage.setItem(KEPT, JSON.stringify(values));
      else localStorage.removeItem(KEPT);
      return true;
    } catch {
      return false;
    }
  };

  // What the form begins with: what the address says goes before the draft, and that before the reader's own
  // installations. Of a draft about another product the words stay, and what somebody wrote is never written over by
  // what he searched for.
  const begun = (own, before, { symptom, ...asked }) => {
    const other = asked.product && before.product && asked.product !== before.product;
    const { os, version, ...words } = before;
    const fits = (one) => (!asked.product || one.product === asked.product) && (!asked.os || one.os === asked.os);
    const installed = before.product && !other ? {} : own.find(fits);
    return { ...installed, ...(symptom && { symptom }), ...(other ? words : before), ...asked };
  };

  class Report {
    constructor(place, { base, locale }) {
      Object.assign(this, { place, base, locale, turn: 0, seen: [] });
      this.known = JSON.parse(place.querySelector("script").textContent);
      this.t = this.known.t;
      this.form = place.querySelector("form");
      this.at = (name) => place.querySelector(`[data-${name}]`);
      this.index = kb.open({ locale, load: kb.loader(`${base}search/${locale}/`, locale) });
    }

    start() {
      const { form } = this;
      const own = globalThis.kbInstallations.kept();
      const asked = Object.fromEntries([...new URLSearchParams(location.search)].filter(([name]) => PRESET.includes(name)));
      this.fill(begun(own, draft(), asked));
      this.offer(own);
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", ({ target }) => {
        if (target.name === "product") this.choices("", "");
        if (target.name === "os") this.choices(target.value, form.version.value);
      });
      form.addEventListener("input", ({ target }) => this.changed(LIKE.includes(target.name)));
      form.addEventListener("change", ({ target }) => this.changed(target.name === "product"));
      this.at("clear").addEventListener("click", () => this.clear());
      for (const button of this.place.querySelectorAll("[data-copy]"))
        button.addEventListener("click", () => this.copy(button.textContent, this.message[button.dataset.copy]));
      this.place.nextElementSibling.hidden = true; // what stands there without scripts
      this.place.hidden = false;
      const stays = this.changed(true);
      // Once kept, what the address said would only undo what the reader changes.
      if (stays && location.search) this.forgetAddress();
    }

    forgetAddress() {
      try {
        history.replaceState(null, "", location.pathname + location.hash);
      } catch {
        // Some browsers allow no history to a page from a folder.
      }
    }

    // Values that the form does not have are left out.
    fill(values) {
      const { form } = this;
      for (const element of form.elements) {
        const value = values[element.name];
        if (value === undefined || ["os", "version"].includes(element.name)) continue;
        if (element.type === "checkbox") element.checked = Array.isArray(value) && value.map(String).includes(element.value);
        else if (element.type === "radio") element.checked = element.value === value;
        else element.value = String(value);
      }
      if (form.category.value === "") form.querySelector("[name=category][value='']").checked = true;
      if (form.product.selectedIndex < 0) form.product.value = "";
      this.choices(String(values.os ?? ""), String(values.version ?? ""));
    }

    // Operating systems of the product; releases that shipped on the one that is chosen.
    choices(os, version) {
      const { form, known, t } = this;
      const product = known.products.find(({ id }) => id === form.product.value);
      const option = (value, text) => Object.assign(make("option", "", text), { value });
      const systems = product ? product.os : Object.keys(known.systems);
      form.os.replaceChildren(option("", t.report_choose), ...systems.map((id) => option(id, known.systems[id])));
      form.os.value = systems.includes(os) ? os : systems.length === 1 ? systems[0] : "";
      const place = product?.os.indexOf(form.os.value);
      const shipped = (product?.releases ?? []).filter(([, places]) => !form.os.value || places.includes(place));
      form.querySelector("datalist").replaceChildren(...shipped.map(([name]) => option(name, name)).reverse());
      form.version.value = version;
    }

    // One tap for each of the reader's installations, where there are several.
    offer(installations) {
      const { known } = this;
      const shown = installations.filter(({ product, os }) => known.products.some((one) => one.id === product && one.os.includes(os)));
      this.at("yours").hidden = shown.length < 2;
      for (const one of shown) {
        const name = known.products.find(({ id }) => id === one.product).name;
        const button = Object.assign(make("button", "", `${name} ${one.version} · ${known.systems[one.os]}`), { type: "button" });
        button.addEventListener("click", () => {
          this.fill(one);
          this.changed(true);
        });
        this.at("yours").append(button, " ");
      }
    }

    // What stands in the form.
    values() {
      const { form } = this;
      const values = {};
      for (const element of form.elements) {
        if (!element.name || element.type === "radio" || element.type === "checkbox") continue;
        if (element.value) values[element.name] = element.value;
      }
      values.category = form.category.value;
      for (const box of form.querySelectorAll("[type=checkbox]:checked")) (values[box.name] ??= []).push(box.value);
      return values;
    }

    // The message follows each key. True when the draft was kept.
    changed(look) {
      const values = this.values();
      for (const note of this.place.querySelectorAll("[data-category]")) note.hidden = note.dataset.category !== values.category;
      const empty = Object.values(values).every((value) => !value);
      const stays = keep(empty ? null : values);
      this.at("kept").textContent = stays ? this.t.report_kept : this.t.report_not_kept;
      this.write(values);
      if (look) this.look(values);
      return stays;
    }

    write(values) {
      const evidence = (values[`evidence-${values.category}`] ?? []).map(Number);
      const said = { ...values, evidence, seen: this.seen };
      this.message = compose(this.known, said);
      this.at("subject").textContent = this.message.subject;
      this.at("body").textContent = this.message.body;
      const address = mailto(this.known.mail, this.message);
      const link = this.at("mailto");
      link.hidden = !address;
      if (address) link.href = address;
      else link.removeAttribute("href");
      this.at("long").hidden = Boolean(address);
      const names = missing(this.known, said);
      this.at("missing").hidden = !names.length;
      this.at("missing").textContent = filled(this.t.report_missing, { names: names.join(" · ") });
    }

    // Known anomalies like what is typed: those of the product first, then any that hold every word.
    async look({ product, summary = "", symptom = "" }) {
      const turn = ++this.turn;
      const text = `${summary} ${symptom}`.trim().slice(0, ASKED);
      if (text) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (turn !== this.turn) return;
      let found = [];
      let line = text ? this.t.report_known_none : this.t.report_known_hint;
      try {
        if (text) found = await this.like(text, product);
        if (found.length) line = this.count("report_known_found", found.length);
      } catch {
        line = this.t.report_known_failed;
      }
      if (turn !== this.turn) return;
      this.seen = found.map(({ id }) => id);
      this.at("known").replaceChildren(...found.map((one) => this.item(one)));
      this.at("status").textContent = line;
      this.write(this.values());
      this.place.dataset.answered = text;
    }

    async like(text, product) {
      const kinds = ["anomaly"];
      const near = ({ hits, exact }) => hits.slice(0, Math.max(exact, NEAR));
      const all = await this.index.search(text, { kinds });
      const own = product ? near(await this.index.search(text, { kinds, filters: { product: [product] } })) : near(all);
      const numbers = [...new Set([...own, ...all.hits.slice(0, all.exact)])].slice(0, SHOWN);
      return (await this.index.documents(numbers)).filter(Boolean);
    }

    item(found) {
      const link = Object.assign(make("a", "", found.title), { href: kb.urlOf(this.base, this.locale, found.path) });
      if (found.lang !== this.locale) link.lang = found.lang;
      const about = [...found.chips, found.verdict].filter(Boolean).join(" · ");
      return make("li", "", make("span", "kb-id", found.id), make("div", "", link, make("p", "kb-quiet", about)));
    }

    count(key, n) {
      return filled(this.t[n === 1 ? `${key}_one` : `${key}_many`], { n });
    }

    async copy(label, text) {
      try {
        await kb.copy(text, this.place);
        this.tell(this.t.report_copied);
      } catch {
        prompt(label, text); // the reader copies by hand
      }
    }

    clear() {
      this.form.reset();
      this.choices("", "");
      this.changed(true);
      this.tell(this.t.report_cleared);
      this.form.product.focus();
    }

    tell(text) {
      this.at("done").textContent = text;
      clearTimeout(this.told);
      this.told = setTimeout(() => (this.at("done").textContent = ""), 3000);
    }
  }
  kb.report = (place, site) => new Report(place, site).start();
})();
