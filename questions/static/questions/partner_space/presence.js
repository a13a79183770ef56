// Two people of one team with the same draft open are told of each other. Once somebody has moved in it, a page says every 20
// seconds that it is open,
// under a random name that lives in this tab alone, and that it closes when it does.
(() => {
  const form = document.querySelector("form[data-presence]");
  const status = document.querySelector("[data-presence-status]");
  if (!form || !status || !window.fetch) return;
  const EVERY = 20000;
  const KEY = "clairdroit:onglet";
  const name = Array.from(window.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  // A tab that is loaded anew says so; a tab that was duplicated holds the other's name, which comes back by itself.
  let before = "";
  try {
    before = window.sessionStorage.getItem(KEY) || "";
    window.sessionStorage.setItem(KEY, name);
  } catch {
    // Storage is switched off: the old name ends by its silence.
  }

  const body = (more) => {
    const data = new FormData();
    data.set("tab", name);
    for (const [key, value] of Object.entries(more)) data.set(key, value);
    return data;
  };

  async function tell() {
    try {
      const sent = body({ before, version: form.elements.version.value });
      const response = await fetch(form.dataset.presence, { method: "POST", body: sent });
      if (!response.ok) return;
      const answer = await response.json();
      before = "";
      const words = [answer.message, answer.newer].filter(Boolean).join(" ");
      if (status.textContent !== words) status.textContent = words;
      status.hidden = !words;
    } catch {
      // Without a connection nobody is told of anybody; autosave.js says that it is missing.
    }
  }

  // Told by reading.js: a page that a program opens is nobody's.
  document.addEventListener("clairdroit:gesture", begin, { once: true });

  function begin() {
    tell();
    window.setInterval(tell, EVERY);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") tell();
    });
    window.addEventListener("pagehide", end);
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) tell();
    });
  }

  function end() {
    navigator.sendBeacon(form.dataset.presence, body({ closed: "1" }));
  }
})();
