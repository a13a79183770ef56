// Saves the draft two seconds after the last key, and when the page is left. Without JavaScript or a connection the
// buttons of the form do the same.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-autosave-status]");
  const version = form.querySelector('[name="version"]');
  let timer = 0;
  let saving = false;
  let changed = false;

  const save = async () => {
    if (saving) return;
    saving = true;
    changed = false;
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), keepalive: true });
      const answer = await response.json();
      status.textContent = answer.message;
      if (response.ok) version.value = answer.version;
    } catch {
      changed = true;
      status.textContent = form.dataset.autosaveFailed;
      window.clearTimeout(timer);
      timer = window.setTimeout(save, 15000);
    }
    saving = false;
  };

  form.addEventListener("input", () => {
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => {
    changed = false;
    window.clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) save();
  });
})();
