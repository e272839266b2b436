// "Follow what concerns you": the feeds and calendars of the reader's own installations, their addresses to copy.
// What there is to follow stands in the table of the page.
(() => {
  "use strict";
  const kb = globalThis.kbSearch;
  const { make } = kb;

  // One file that feed readers import: http://opml.org/spec2.opml
  const opml = (title, feeds) => {
    const xml = document.implementation.createDocument(null, "opml");
    const add = (parent, name, attributes = {}, text = "") => {
      const element = parent.appendChild(xml.createElement(name));
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text;
      return element;
    };
    xml.documentElement.setAttribute("version", "2.0");
    add(add(xml.documentElement, "head"), "title", {}, title);
    const body = add(xml.documentElement, "body");
    for (const { label, feed } of feeds) add(body, "outline", { type: "rss", text: `${title} – ${label}`, xmlUrl: feed });
    return `<?xml version="1.0" encoding="utf-8"?>\n${new XMLSerializer().serializeToString(xml)}\n`;
  };

  class Subscriptions {
    constructor(place) {
      this.place = place;
      this.t = place.dataset;
      this.status = make("p", "kb-vh");
      this.status.setAttribute("role", "status");
    }

    // Each once, in the order of the reader's installations; those that the site does not know are left out.
    topics() {
      const names = new Set(globalThis.kbInstallations.kept().map(({ product, os }) => `product/${product}/${os}`));
      const rows = [...document.querySelectorAll("tr[data-topic]")];
      return [...names]
        .map((name) => rows.find((row) => row.dataset.topic === name))
        .filter(Boolean)
        .map((row) => ({
          label: row.querySelector("th").textContent,
          feed: row.querySelector("[type='application/atom+xml']").href,
          calendar: row.querySelector("[type='text/calendar']").href,
        }));
    }

    start() {
      const found = this.topics();
      if (!found.length) return;
      const [none, yours] = this.place.querySelectorAll(":scope > p, [data-yours]");
      for (const one of found)
        yours.append(
          make("h3", "", one.label),
          make("ul", "kb-msgs", this.address(one, one.feed, this.t.feed), this.address(one, one.calendar, this.t.calendar)),
        );
      const file = new Blob([opml(this.t.site, found)], { type: "text/x-opml" });
      const link = Object.assign(make("a", "", this.t.opml), { href: URL.createObjectURL(file), download: "follow.opml" });
      yours.append(make("p", "", link), this.status);
      none.hidden = true;
      yours.hidden = false;
    }

    address({ label }, address, text) {
      const button = Object.assign(make("button", "", text), { type: "button" });
      button.setAttribute("aria-label", `${text} (${label})`);
      button.addEventListener("click", () => this.copy(button, text, address));
      return make("li", "", make("code", "", address), button);
    }

    async copy(button, text, address) {
      try {
        await kb.copy(address, this.place);
      } catch {
        prompt(text, address); // the reader copies by hand
        return;
      }
      button.textContent = this.status.textContent = this.t.copied;
      setTimeout(() => {
        button.textContent = text;
        this.status.textContent = "";
      }, 2000);
    }
  }
  kb.subscribe = (place) => new Subscriptions(place).start();
})();
