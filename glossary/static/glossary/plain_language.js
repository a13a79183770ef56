// Reads the text again a second and a half after the last key and shows the remarks. Without JavaScript they come with
// each saving.
(() => {
  const form = document.querySelector("form[data-plain-language]");
  const report = form?.querySelector("[data-plain-language-report]");
  const text = form?.querySelector('[name="text"]');
  if (!report || !text || !window.fetch) return;
  const QUIET = 1500;
  let timer = 0;
  let asked = 0;

  async function read() {
    const mine = (asked += 1);
    const body = new FormData();
    body.append("text", text.value);
    const key = form.querySelector('[name="csrfmiddlewaretoken"]');
    if (key) body.append(key.name, key.value);
    try {
      const response = await fetch(form.dataset.plainLanguage, { method: "POST", body });
      if (!response.ok || response.redirected) return;
      const html = await response.text();
      // A newer text is being read, or somebody is reading the remarks.
      if (mine !== asked || report.contains(document.activeElement)) return;
      const isOpen = report.querySelector("details")?.open ?? false;
      report.innerHTML = html;
      const remarks = report.querySelector("details");
      if (remarks) remarks.open = isOpen;
    } catch {
      // No connection: the remarks of before stay.
    }
  }

  text.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(read, QUIET);
  });
})();
