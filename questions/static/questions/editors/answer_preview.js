// The preview of an answer that is being written: the server stores nothing of it. The page comes back with the request
// that sends the text, and Wagtail's panel copies the frame that holds it before it would ask for a page of its own.
(() => {
  document.addEventListener("w-preview:json", (event) => {
    const frame = event.target.querySelector("[data-w-preview-target='iframe']");
    if (frame && event.detail.data.page) frame.srcdoc = event.detail.data.page;
  });

  // In a tab of its own: the fields are sent once more, by a form that is there for as long.
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-answer-preview]");
    const typed = document.querySelector("form[data-edit-form]");
    if (!button || !typed) return;
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: button.dataset.answerPreview, target: "_blank", hidden: true });
    for (const [name, value] of new FormData(typed)) {
      if (typeof value !== "string") continue;
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  });
})();
