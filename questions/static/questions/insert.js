// Puts a phrase or an address into the answer at once: at its start, its end or where the cursor stands. Without
// JavaScript the same buttons send the form, and the server puts it in.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const box = form.elements.text;
  const status = form.querySelector("[data-insert-status]");
  // Nobody has touched the box yet: what comes in goes to the end, not before the first word.
  let cursor = null;
  for (const name of ["blur", "keyup", "click", "select"]) {
    box.addEventListener(name, () => { cursor = box.selectionEnd; });
  }

  const joined = (before, words, after, gap) => {
    const left = before.trimEnd();
    const right = after.trimStart();
    return [left, words, right].filter(Boolean).join(gap);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    if (!button) return;
    event.preventDefault();
    const text = box.value;
    const where = { start: 0, end: text.length }[button.dataset.insert] ?? cursor ?? text.length;
    box.value = joined(text.slice(0, where), button.value, text.slice(where), "\n\n");
    const end = box.value.indexOf(button.value, Math.max(0, where - 2)) + button.value.length;
    box.focus();
    box.setSelectionRange(end, end);
    cursor = end;
    status.textContent = "";
    window.setTimeout(() => { status.textContent = status.dataset.insertDone; }, 50);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
