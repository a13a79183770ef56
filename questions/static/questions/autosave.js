// Saves the draft two seconds after the last key, and when the page is left. Without JavaScript or a connection the
// buttons of the form do the same.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-autosave-status]");
  const version = form.querySelector('[name="version"]');
  const QUIET = 2000;
  const RETRY = 15000;
  let timer = 0;
  let saving = false;
  let changed = false;
  let refused = false;

  const later = (delay) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  };

  // `leaving`: the request outlives the page. Browsers allow that for 64 kB only, so not otherwise.
  async function save(leaving = false) {
    if (saving || !changed) return;
    saving = true;
    changed = false;
    let wait = QUIET;
    try {
      const body = new FormData(form);
      const response = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: leaving === true });
      // A proxy in trouble answers with a page, not with our message: that is "no connection" too.
      const answer = await response.json();
      status.textContent = answer.message;
      refused = !response.ok;
      if (response.ok) version.value = answer.version;
    } catch {
      changed = true;
      wait = RETRY;
      status.textContent = form.dataset.autosaveFailed;
    }
    saving = false;
    if (changed) later(wait);
  }

  form.addEventListener("input", () => {
    changed = true;
    later(QUIET);
  });
  form.addEventListener("submit", () => {
    changed = refused = false;
    window.clearTimeout(timer);
  });
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  // Only what could not be saved is worth a question.
  window.addEventListener("beforeunload", (event) => {
    if (changed || refused) event.preventDefault();
  });
})();
