// Solves an ALTCHA challenge (version 2, plain SHA-256) while the reader looks at the page, and then hides the
// sum that readers without JavaScript are asked for. Where the browser has no crypto.subtle (an old one, or a
// page without https) nothing happens and the sum stays.
(() => {
  const box = document.querySelector("[data-challenge]");
  if (!box || !window.crypto || !window.crypto.subtle) return;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // One round: digest of salt, nonce and the counter as four bytes, the highest first.
  const derive = async ({ salt, nonce, cost, keyLength }, counter) => {
    const start = [...bytes(salt), ...bytes(nonce), counter >>> 24, (counter >>> 16) & 255, (counter >>> 8) & 255, counter & 255];
    let digest = new Uint8Array(start);
    for (let round = 0; round < Math.max(1, cost); round += 1) {
      digest = new Uint8Array(await crypto.subtle.digest("SHA-256", digest));
    }
    return hex(digest.slice(0, keyLength));
  };

  const solve = async () => {
    const challenge = JSON.parse(box.dataset.challenge);
    const { parameters } = challenge;
    if (parameters.algorithm !== "SHA-256") return;
    for (let counter = 0; counter < 1_000_000; counter += 1) {
      const derivedKey = await derive(parameters, counter);
      if (derivedKey.startsWith(parameters.keyPrefix)) {
        box.querySelector('[name="altcha"]').value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
        box.querySelector("[data-challenge-sum]").hidden = true;
        box.querySelector("[data-challenge-done]").hidden = false;
        return;
      }
    }
  };

  solve().catch(() => {});
})();
