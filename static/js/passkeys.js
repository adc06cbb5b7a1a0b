/* Hands each <form data-passkey="addForm | authenticateForm | loginForm"> to allauth's own script. Its hidden button
   appears where passkeys work: they need a name, so not under http://127.0.0.1. */
(() => {
  const works = Boolean(window.PublicKeyCredential) && !/^[\d.:[\]]+$/.test(location.hostname);
  const show = (id) => { const note = document.getElementById(id); if (note) note.hidden = false; };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const button = form.querySelector("[id^='passkey-'][type='button']");
    if (!works) {
      if (form.dataset.passkey === "addForm") show("passkey-missing");
      continue;
    }
    button.hidden = false;
    const ids = { credential: form.elements.credential.id };
    ids[button.id.replace("passkey-", "")] = button.id;
    if (form.elements.passwordless) ids.passwordless = form.elements.passwordless.id;
    if (document.getElementById("passkey-options")) ids.data = "passkey-options";
    window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("passkey-trouble");
  });
})();
