/* An offline copy of Now, on devices whose owner asked for it on the page Me. It is one page without forms, made by the
   server to be kept (data-copy), and its style sheet; worker.js shows it where there is no line. Nothing else is kept. */
const COPY = "class-act-copy", WISH = "offline"; // app.js clears both
const person = document.body.dataset.person;
const wished = () => { try { return localStorage.getItem(WISH) === person; } catch { return false; } };

async function keepCopy(url) {
  const page = await fetch(url, { credentials: "same-origin", redirect: "error", cache: "no-store" });
  if (!page.ok) return;
  const text = await page.text();
  const sheets = new DOMParser().parseFromString(text, "text/html").querySelectorAll("link[rel=stylesheet]");
  const cache = await caches.open(COPY);
  for (const sheet of sheets) await cache.add(sheet.getAttribute("href"));
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": String(Date.now()), "X-Person": person };
  if (wished()) await cache.put(url, new Response(text, { headers }));
}

async function begin(url) {
  await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/portal/" });
  await keepCopy(url);
}

async function end() {
  await caches.delete(COPY);
  const worker = await navigator.serviceWorker.getRegistration("/portal/");
  await worker?.unregister();
}

const copy = document.body.dataset.copy;
const able = Boolean(copy && "serviceWorker" in navigator && "caches" in window);
if (able && wished()) begin(copy).catch(() => { /* no line, no room: the earlier copy stays */ });

const box = document.querySelector("[data-offline-switch]");
if (able && box) {
  const tick = box.querySelector("input");
  box.hidden = false;
  tick.checked = wished();
  tick.addEventListener("change", async () => {
    try {
      if (tick.checked) localStorage.setItem(WISH, person);
      else localStorage.removeItem(WISH);
      await (tick.checked ? begin(copy) : end());
    } catch { tick.checked = wished() && tick.checked; }
    box.dataset.done = String(tick.checked);
  });
}
