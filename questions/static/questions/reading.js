// A question is read once somebody moves in its page: a key, the pointer, the wheel or a finger, while the page is seen.
// Only what the browser calls trusted counts, since scripts invent the rest; "scroll" does not, since a page that jumps to
// an anchor makes one by itself, nor does a pointer that rests while the page moves under it. Where it was sent, the
// button for those without JavaScript goes.
(() => {
  const forms = document.querySelectorAll("form[data-reading]");
  if (!forms.length || !window.fetch) return;
  const GESTURES = ["keydown", "pointerdown", "pointermove", "touchmove", "wheel"];
  const options = { capture: true, passive: true };

  async function send(form) {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    if (response.ok) form.hidden = true;
  }

  function listen(on) {
    const change = on ? document.addEventListener : document.removeEventListener;
    for (const gesture of GESTURES) change.call(document, gesture, notice, options);
  }

  function notice(event) {
    if (!event.isTrusted || document.visibilityState !== "visible") return;
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    // The button's own press sends the form already; a finger that begins on it and moves on does not press it.
    const isOnButton = event.target instanceof Element && event.target.closest("form[data-reading]");
    if (isOnButton && event.type !== "touchmove") return;
    listen(false);
    document.dispatchEvent(new Event("clairdroit:gesture"));
    // Without a connection the next gesture tries again.
    Promise.all(Array.from(forms, send)).catch(() => listen(true));
  }

  listen(true);
})();
