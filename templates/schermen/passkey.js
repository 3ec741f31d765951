// Lets the browser make a passkey, or sign with one, before a form is sent. Without it the server refuses, in Dutch.
"use strict";

function makePasskey(options) {
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

function signWithPasskey(options) {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function tell(name) {
  const box = document.getElementById("passkey-fout");
  const sentences = [...box.querySelectorAll("[data-fout]")];
  const found = sentences.find((item) => item.dataset.fout.split(" ").includes(name)) ?? sentences.at(-1);
  for (const item of sentences) item.hidden = item !== found;
  box.hidden = false;
  box.focus();
}

// It stands there until this runs: so a script that did not arrive is told too.
document.getElementById("zonder-script").hidden = true;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const made = await (form.dataset.passkey === "maak" ? makePasskey(options) : signWithPasskey(options));
      form.elements.namedItem("ondertekening").value = JSON.stringify(made);
      form.submit();
    } catch (fault) {
      busy = false;
      tell(fault.name);
    }
  });
}
