// While a question is typed, offers the help that the site has already, below the text. Without JavaScript it is a step
// between the form and its confirmation.
(() => {
  const box = document.querySelector("[data-existing-help]");
  const form = box && box.closest("form");
  if (!form || !window.fetch || !window.AbortController) return;
  const count = box.querySelector('[role="status"]');
  const list = box.querySelector("[data-existing-help-list]");
  const seen = form.elements.namedItem(box.dataset.existingHelpSeen);
  const NAMES = ["text", "heading", "place", "commune"];
  const QUIET = 900;
  const FEWEST_WORDS = 3;
  let timer = 0;
  let running = null;
  let asked = "";
  let held = null;

  const typed = () => {
    const values = new URLSearchParams();
    for (const name of NAMES) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field) values.set(name, field.value);
    }
    return values;
  };

  // What the reader has in front of them stays where it is: only what lies below the list moves.
  const keepingPlace = (change) => {
    const root = document.documentElement;
    const here = document.activeElement;
    const isBelow = here && box.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
    const before = isBelow ? here.getBoundingClientRect().top : 0;
    // Else the browser's own way of doing this would add to ours.
    root.style.overflowAnchor = "none";
    change();
    if (isBelow) window.scrollBy({ top: here.getBoundingClientRect().top - before, behavior: "instant" });
    window.requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
  };

  const show = (html) => {
    // Somebody stands in the list: it waits until they have left it.
    if (list.contains(document.activeElement)) {
      held = html;
      return;
    }
    held = null;
    keepingPlace(() => {
      list.innerHTML = html;
      const told = list.querySelector("[data-existing-help-count]");
      const words = told ? told.textContent : "";
      if (told) told.remove();
      // The same words again would be read out again.
      if (count.textContent !== words) count.textContent = words;
      box.classList.toggle("existing-help--full", words !== "");
      if (words) seen.value = "1";
    });
  };

  const ask = async () => {
    const body = typed();
    const isEnough = (body.get("text").match(/\S+/g) || []).length >= FEWEST_WORDS;
    if (body.toString() === asked) return;
    asked = body.toString();
    if (running) running.abort();
    if (!isEnough) {
      show("");
      return;
    }
    const mine = new AbortController();
    running = mine;
    try {
      const response = await fetch(box.dataset.existingHelp, { method: "POST", body, signal: mine.signal });
      const html = response.ok ? await response.text() : "";
      if (running === mine && !mine.signal.aborted) show(html.trim());
    } catch {
      // No connection: the next word tries again, and the step before sending remains.
      if (running === mine) asked = "";
    }
  };

  const later = (event) => {
    if (!NAMES.includes(event.target.name)) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, QUIET);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    if (running) running.abort();
    running = null;
  });
  list.addEventListener("focusout", () => {
    window.setTimeout(() => {
      if (held !== null) show(held);
    });
  });
  // Shown again with what was typed, by the server or by the way back.
  window.addEventListener("pageshow", () => ask());
})();
