// Saves the draft two seconds after the last key, and when the page is left. Without a connection it tries again, more
// and more rarely, and at once when the connection is back. When somebody else has saved meanwhile, nothing is sent until
// the writer has seen both texts and chosen. Without JavaScript the buttons of the form do the same.
//
// Tells draft_copy.js by events on the form: `draft:saved` ({text, note}), `draft:settled`.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) return;
  const { text, version, after_conflict: afterConflict } = form.elements;
  // An editor who answers writes no word to the editors.
  const note = form.elements.note ?? { value: "" };
  const status = form.querySelector("[data-autosave-status]");
  const conflict = document.querySelector("[data-draft-conflict]");
  const QUIET = 2000;
  const RETRIES = [5000, 10000, 20000, 40000, 60000];
  let timer = 0;
  let failures = 0;
  let saving = false;
  let changed = false;
  let refused = false;
  // The server shows both texts already: nothing is saved before the writer has chosen.
  let conflicting = !conflict.hidden;

  const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { detail }));
  const say = (words) => {
    // A status that is said anew every minute disturbs whoever listens to the page.
    if (status.textContent !== words) status.textContent = words;
  };
  const later = (delay) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  };

  function fail(words) {
    changed = true;
    failures += 1;
    const { autosaveFailed, autosaveKept, draftCopyKept } = form.dataset;
    say(words || (draftCopyKept === undefined ? autosaveFailed : autosaveKept));
    later(RETRIES[Math.min(failures, RETRIES.length) - 1]);
  }

  function showConflict(answer) {
    conflicting = true;
    changed = true;
    conflict.querySelector("[data-draft-theirs]").textContent = answer.theirs;
    conflict.querySelector("[data-draft-their-note]").textContent = answer.their_note;
    conflict.querySelector("[data-draft-note]").hidden = !answer.their_note;
    conflict.dataset.version = answer.version;
    conflict.hidden = false;
    conflict.focus();
    say(answer.message);
  }

  // `leaving`: the request outlives the page. Browsers allow that for 64 kB only, so not otherwise.
  async function save(leaving = false) {
    if (saving || !changed || conflicting) return;
    saving = true;
    changed = false;
    const sent = { text: text.value, note: note.value };
    let response;
    let answer;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        keepalive: leaving === true,
      });
      // A proxy in trouble answers with a page, not with our message: that is "no connection" too.
      answer = await response.json();
    } catch {
      saving = false;
      // Who is signed out is led to the sign-in, which is a page and no message.
      fail(response?.redirected ? form.dataset.autosaveSignedOut : "");
      return;
    }
    saving = false;
    if (response.ok) {
      failures = 0;
      refused = false;
      version.value = answer.version;
      afterConflict.value = "";
      say(answer.message);
      tell("draft:saved", sent);
    } else if (response.status === 409) {
      showConflict(answer);
      return;
    } else if (response.status >= 500) {
      fail();
      return;
    } else {
      refused = true;
      say(answer.message || form.dataset.autosaveRefused);
      }
    if (changed) later(QUIET);
  }

  // The three ways out of a conflict; the server knows the same ones.
  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="settle"]');
    if (!button || conflict.dataset.version === undefined) return;
    event.preventDefault();
    const theirs = conflict.querySelector("[data-draft-theirs]").textContent;
    const theirNote = conflict.querySelector("[data-draft-their-note]").textContent;
    const join = (mine, their) => [mine.trimEnd(), their].filter(Boolean).join("\n\n");
    if (button.value === "joindre") {
      if (text.value !== theirs) text.value = join(text.value, theirs);
      note.value = join(note.value, theirNote);
    }
    if (button.value === "leur") {
      text.value = theirs;
      // Empty when it is the same as ours.
      if (theirNote) note.value = theirNote;
    }
    version.value = conflict.dataset.version;
    afterConflict.value = "1";
    delete conflict.dataset.version;
    conflict.hidden = true;
    conflicting = false;
    changed = true;
    text.focus();
    tell("draft:settled");
    save();
  });

  form.addEventListener("input", () => {
    changed = true;
    if (failures === 0) later(QUIET);
  });
  form.addEventListener("submit", () => {
    changed = refused = false;
    window.clearTimeout(timer);
  });
  window.addEventListener("online", () => {
    failures = 0;
    save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  // Only what could not be saved is worth a question.
  window.addEventListener("beforeunload", (event) => {
    if (changed || refused) event.preventDefault();
  });
})();
