// Keeps on this device what the site does not have yet: without a connection, or when the tab is closed before the text
// is saved. The copy goes as soon as the site has the text, when the answer is handed in, and after
// `data-draft-copy-hours` in any case. Its key is a number; the writer can switch it off or delete it.
(() => {
  const PREFIX = "clairdroit:brouillon:";
  const OFF = "clairdroit:sans-copie";
  const form = document.querySelector("form[data-draft-copy]");
  const ended = document.querySelector("[data-draft-copy-ended]");
  let store;
  try {
    store = window.localStorage;
    store.getItem(OFF);
  } catch {
    return;
  }

  function read(name) {
    try {
      const copy = JSON.parse(store.getItem(name));
      return copy && typeof copy.text === "string" && copy.until > Date.now() ? copy : null;
    } catch {
      return null;
    }
  }

  // Whatever is past its time goes, whichever question it belongs to.
  for (const name of Object.keys(store)) {
    if (name.startsWith(PREFIX) && !read(name)) store.removeItem(name);
  }
  if (!form && !ended) return;

  const key = PREFIX + (form ? form.dataset.draftCopy : ended.dataset.draftCopyEnded);
  const offer = document.querySelector("[data-draft-copy-offer]");
  const choice = document.querySelector("[data-draft-copy-choice]");
  const removeButton = document.querySelector("[data-draft-copy-delete]");
  const isOff = () => store.getItem(OFF) !== null;

  function remove() {
    store.removeItem(key);
    if (form) delete form.dataset.draftCopyKept;
    if (removeButton) removeButton.hidden = true;
  }

  function show(copy) {
    offer.querySelector("[data-draft-copy-text]").textContent = copy.text;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    offer.querySelector("[data-draft-copy-time]").textContent = time.format(copy.at);
    const older = offer.querySelector("[data-draft-copy-older]");
    older.hidden = !form || copy.at >= Number(form.dataset.draftSaved);
    offer.hidden = false;
  }

  const found = read(key);
  if (!form) {
    if ("draftCopyDelivered" in ended.dataset) remove();
    else if (found && found.text.trim()) show(found);
    offer.addEventListener("click", (event) => {
      if (!event.target.closest("[data-draft-copy-use]")) return;
      remove();
      offer.hidden = true;
    });
    return;
  }

  const { text, note } = form.elements;
  const hours = Number(form.dataset.draftCopyHours);

  function keep() {
    // A text found and not decided about yet is not overwritten by the first key.
    if (isOff() || !offer.hidden) return;
    const copy = { text: text.value, note: note.value, at: Date.now(), until: Date.now() + hours * 3600000 };
    try {
      store.setItem(key, JSON.stringify(copy));
      form.dataset.draftCopyKept = "";
      removeButton.hidden = false;
    } catch {
      // The device has no room left: autosave.js then says that the text stays on the page alone.
      remove();
    }
  }

  if (found && (found.text !== text.value || found.note !== note.value) && found.text.trim()) {
    show(found);
    removeButton.hidden = false;
  } else {
    remove();
  }

  offer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draft-copy-use]");
    if (!button) return;
    const copy = read(key) || found;
    if (button.dataset.draftCopyUse === "replace") text.value = copy.text;
    if (button.dataset.draftCopyUse === "join") text.value = `${text.value.trimEnd()}\n\n${copy.text}`.trimStart();
    if (button.dataset.draftCopyUse !== "delete" && copy.note && !note.value) note.value = copy.note;
    offer.hidden = true;
    remove();
    text.focus();
    if (button.dataset.draftCopyUse !== "delete") text.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("input", (event) => {
    if (event.target === text || event.target === note) keep();
  });
  form.addEventListener("draft:settled", keep);
  form.addEventListener("draft:saved", (event) => {
    // Of what was typed while it was being saved, the copy is still the only one.
    if (event.detail.text === text.value && event.detail.note === note.value && offer.hidden) remove();
  });

  choice.hidden = false;
  const box = choice.querySelector("input");
  box.checked = !isOff();
  box.addEventListener("change", () => {
    if (box.checked) {
      store.removeItem(OFF);
      return;
    }
    store.setItem(OFF, "1");
    remove();
  });
  removeButton.addEventListener("click", remove);
})();
