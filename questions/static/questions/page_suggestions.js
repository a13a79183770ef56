// While an answer is written, looks again for pages to cite: two seconds after the last key, when words were added. The
// list stays as it is while somebody is in it. Without JavaScript it is made anew with each saving.
(() => {
  const box = document.querySelector("[data-page-suggestions]");
  const form = box && box.closest("form");
  if (!form || !window.fetch || !window.AbortController) return;
  const { text } = form.elements;
  const status = form.querySelector("[data-page-suggestions-status]");
  const QUIET = 2000;
  let timer = 0;
  let running = null;
  let asked = text.value.trim();
  let held = null;

  const count = () => box.querySelector("summary")?.textContent.trim() ?? "";

  function show(html) {
    if (box.contains(document.activeElement)) {
      held = html;
      return;
    }
    held = null;
    if (html === box.innerHTML.trim()) return;
    const before = count();
    const isOpen = box.querySelector("details")?.open ?? false;
    box.innerHTML = html;
    const list = box.querySelector("details");
    if (list) list.open = isOpen;
    // Only a new number is said: whoever writes wants to go on writing.
    if (count() !== before) status.textContent = count();
  }

  async function look() {
    const words = text.value.trim();
    if (words === asked) return;
    asked = words;
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const body = new FormData();
    body.set("text", words);
    const key = form.elements.csrfmiddlewaretoken;
    if (key) body.set(key.name, key.value);
    try {
      const response = await fetch(box.dataset.pageSuggestions, { method: "POST", body, signal: mine.signal });
      if (response.ok && running === mine) show((await response.text()).trim());
    } catch {
      // No connection, or more was typed: the next pause looks again.
      if (running === mine) asked = "";
    }
  }

  text.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, QUIET);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    running?.abort();
  });
  box.addEventListener("focusout", () => {
    window.setTimeout(() => {
      if (held !== null) show(held);
    });
  });
})();
