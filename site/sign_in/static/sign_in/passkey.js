// A form whose button asks the browser for a passkey, then sends what it gave. Shown only where browsers can do that.
for (const form of document.querySelectorAll("[data-passkey]")) {
  const isNew = form.dataset.passkey === "create";
  const parse = window.PublicKeyCredential?.[isNew ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON"];
  if (!parse) continue;
  form.hidden = false;
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  const error = form.querySelector("[data-passkey-error]");
  const sentence = error.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    let told = sentence;
    try {
      const answer = await fetch(form.dataset.begin, { method: "POST", body: new FormData(form) });
      const options = await answer.json();
      if (!answer.ok) {
        told = options.error ?? sentence;
        throw new Error("refused");
      }
      const publicKey = parse.call(PublicKeyCredential, options);
      const credential = await navigator.credentials[isNew ? "create" : "get"]({ publicKey });
      form.elements.credential.value = JSON.stringify(credential);
      // The password has done its work: it need not be sent again.
      if (form.elements.password) form.elements.password.disabled = true;
      form.submit();
    } catch {
      error.textContent = told;
      error.hidden = false;
    }
  });
}
