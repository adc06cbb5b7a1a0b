/* Without a line, the portal's pages are answered with the copy of Now that offline.js keeps, for seven days. With a line
   nothing is touched: every page comes from the server, and none of them is kept here. */
const COPY = "class-act-copy", DAYS = 7;

async function copyOfNow() {
  const cache = await caches.open(COPY);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const keptAt = Number(response.headers.get("X-Kept-At"));
    if (!keptAt) continue;
    if (Date.now() - keptAt < DAYS * 864e5) return response;
    await caches.delete(COPY);
  }
  return undefined;
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async (error) => (await copyOfNow()) ?? Promise.reject(error)));
  } else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async (error) => (await caches.match(request, { cacheName: COPY })) ?? Promise.reject(error)));
  }
});
