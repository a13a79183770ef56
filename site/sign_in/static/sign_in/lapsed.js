// Wagtail's autosave was told that nobody is signed in any more: said at the top of the editor, until a save succeeds.
document.addEventListener("w-autosave:error", (event) => {
  const told = event.detail.response;
  if (!told || !told.signed_out || document.querySelector("[data-signed-out]")) return;
  const alert = document.createElement("div");
  alert.className = "signed-out";
  alert.dataset.signedOut = "";
  alert.setAttribute("role", "alert");
  const link = document.createElement("a");
  Object.assign(link, { href: told.sign_in.url, target: "_blank", rel: "noopener", textContent: told.sign_in.label });
  alert.append(told.error_message, " ", link);
  document.body.prepend(alert);
});

document.addEventListener("w-autosave:success", () => {
  document.querySelector("[data-signed-out]")?.remove();
});
