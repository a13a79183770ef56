// [data-error-summary]: takes the focus when the page opens, so that a screen reader begins with what to correct.
document.querySelector("[data-error-summary]")?.focus();
