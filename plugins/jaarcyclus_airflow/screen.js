// Why an answer was refused, in a window of its own. Airflow's page shows the name of the HTTP status only.
// This page is Dutch, and has the time of the office, unless its reader has chosen otherwise.
(() => {
  localStorage.i18nextLng ||= "nl";
  localStorage.timezone ||= JSON.stringify("Europe/Amsterdam");

  const show = (sentence) => {
    const dialog = document.createElement("dialog");
    const text = document.createElement("p");
    const close = document.createElement("button");
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-label", "Niet vastgelegd");
    dialog.style.cssText = "margin:auto;max-width:32rem;padding:1.5rem;border-radius:.5rem;font-size:1.1rem";
    close.style.cssText = "margin-top:1rem;padding:.4rem 1rem;border:1px solid;border-radius:.3rem";
    text.textContent = sentence;
    close.textContent = "Sluiten";
    close.onclick = () => dialog.close();
    dialog.onclose = () => dialog.remove();
    dialog.append(text, close);
    document.body.append(dialog);
    dialog.showModal();
  };

  const read = (request) => {
    try {
      return JSON.parse(request.responseText).detail;
    } catch {
      return "";
    }
  };

  // Airflow shows a process that this installation does not have as one that failed.
  const hideTriggerer = () => {
    for (const badge of document.querySelectorAll('[data-testid="state-badge"]')) {
      if (badge.textContent.trim() === "Triggerer") badge.style.display = "none";
    }
  };
  new MutationObserver(hideTriggerer).observe(document, { childList: true, subtree: true });

  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (method.toUpperCase() === "PATCH" && String(url).endsWith("/hitlDetails")) {
      this.addEventListener("load", () => {
        const sentence = this.status >= 400 && read(this);
        if (typeof sentence === "string" && sentence) show(sentence);
      });
    }
    return open.call(this, method, url, ...rest);
  };
})();
