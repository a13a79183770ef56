// "Still right" in an editor: posts on its own, so that the form around it keeps what was typed.
(function () {
  function token() {
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  async function verify(button) {
    const result = button.parentElement.querySelector("[data-verify-result]");
    const body = new URLSearchParams({ item: button.dataset.verifyItem });
    button.disabled = true;
    try {
      const response = await fetch(button.dataset.verify, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token(), "X-Clairdroit-Fragment": "1" },
      });
      if (!response.ok || response.redirected) throw new Error(response.status);
      result.innerHTML = await response.text();
    } catch {
      result.textContent = button.dataset.verifyFailed;
    }
    button.disabled = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-verify]");
    if (button) verify(button);
  });
})();
