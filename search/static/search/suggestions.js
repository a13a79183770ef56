// Suggestions below a search box: the combobox pattern of ARIA 1.2 with a listbox, where the reader's focus stays in
// the box. Without this script, or without a network, the box is a plain search form.
(() => {
  const PAUSE = 150;
  const FEWEST_LETTERS = 2;

  const element = (name, attributes) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  class Suggestions {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      this.active = -1;
      this.request = null;
      this.timer = 0;
      this.composing = false;
      this.list = element("ul", {
        id: `${input.id}-suggestions`,
        class: "suggestions",
        role: "listbox",
        "aria-label": input.dataset.suggestionsLabel,
        hidden: "",
      });
      this.status = element("p", { class: "visually-hidden", role: "status" });
      input.closest("[data-suggestions-place]").append(this.list, this.status);
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-expanded", "false"]]) {
        input.setAttribute(name, value);
      }
      this.listen();
    }

    get options() {
      return Array.from(this.list.children);
    }

    get isOpen() {
      return !this.list.hidden;
    }

    listen() {
      const { input, list } = this;
      input.addEventListener("compositionstart", () => { this.composing = true; });
      input.addEventListener("compositionend", () => { this.composing = false; this.later(); });
      input.addEventListener("input", () => { if (!this.composing) this.later(); });
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      // The focus stays in the box, so that a choice by mouse or finger does not close the list before it counts.
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
      this.form.addEventListener("submit", () => this.close());
      // A page that comes back from the browser's memory comes back with its list closed.
      window.addEventListener("pagehide", () => this.close());
    }

    later() {
      this.stop();
      // A line chosen for other words is no choice any more, even before the new lines have come.
      this.activate(-1);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    // Neither a question about to be asked nor an answer on its way counts any more.
    stop() {
      clearTimeout(this.timer);
      if (this.request) this.request.abort();
      this.request = null;
    }

    async ask() {
      const text = this.input.value.trimStart();
      if (text.trim().length < FEWEST_LETTERS) {
        this.close();
        return;
      }
      const request = new AbortController();
      this.request = request;
      const query = new URLSearchParams({ q: text });
      const commune = this.form.elements.commune;
      if (commune && commune.value) query.set("commune", commune.value);
      try {
        const response = await fetch(`${this.input.dataset.suggestions}?${query}`, { signal: request.signal, credentials: "omit" });
        if (!response.ok) throw new Error(response.status);
        const answer = await response.json();
        if (this.request === request && document.activeElement === this.input) this.show(answer);
      } catch {
        if (this.request === request) this.close();
      }
    }

    show({ suggestions, announcement }) {
      this.activate(-1);
      this.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
      this.list.hidden = !suggestions.length;
      this.input.setAttribute("aria-expanded", String(this.isOpen));
      this.status.textContent = announcement;
    }

    option({ label, note, url, language }, index) {
      const option = element("li", { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false", "data-url": url });
      const name = element("span", { class: "suggestions__label", ...(language ? { lang: language } : {}) });
      name.textContent = label;
      option.append(name);
      if (note) {
        const more = element("span", { class: "suggestions__note" });
        more.textContent = note;
        option.append(" ", more);
      }
      return option;
    }

    close() {
      this.stop();
      this.activate(-1);
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.status.textContent = "";
    }

    activate(index) {
      this.active = index;
      this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
      const option = this.options[index];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    choose(option) {
      const { url } = option.dataset;
      this.close();
      window.location.assign(url);
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const last = this.options.length - 1;
      if (!this.isOpen) {
        if (event.key === "ArrowDown") {
          event.preventDefault();
          this.stop();
          this.ask();
        }
        return;
      }
      const chosen = this.options[this.active];
      // From the last line on to the box itself, and round again.
      const moves = {
        ArrowDown: () => (this.active === last ? -1 : this.active + 1),
        ArrowUp: () => (this.active === -1 ? last : this.active - 1),
      };
      // In the box they move the cursor, as everywhere.
      if (chosen) Object.assign(moves, { Home: () => 0, End: () => last });
      if (moves[event.key] && !(event.altKey && event.key === "ArrowUp")) {
        event.preventDefault();
        this.activate(moves[event.key]());
      } else if (event.key === "Enter" && chosen) {
        event.preventDefault();
        this.choose(chosen);
      } else if (event.key === "Escape" || event.key === "ArrowUp") {
        event.preventDefault();
        this.close();
      } else if (event.key === "Tab") {
        this.close();
      } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
        this.activate(-1);
      }
    }
  }

  document.querySelectorAll("input[data-suggestions]").forEach((input) => new Suggestions(input));
})();
