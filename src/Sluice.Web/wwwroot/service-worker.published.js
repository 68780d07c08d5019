// Keeps the app itself, so that it starts without network. Data is not kept here: pages ask the server, the field part has IndexedDB.
self.importScripts('./service-worker-assets.js');
const prefix = 'sluice-app-', name = prefix + self.assetsManifest.version, base = new URL('./', self.location.href);
const wanted = [/\.wasm$/, /\.html$/, /\.js$/, /\.css$/, /\.svg$/, /\.png$/, /\.dat$/, /\.blat$/, /\.webmanifest$/], unwanted = [/^service-worker/, /\.map$/];
const assets = self.assetsManifest.assets.filter(a => wanted.some(p => p.test(a.url)) && !unwanted.some(p => p.test(a.url)));
const urls = new Set(assets.map(a => new URL(a.url, base).href));
const fingerprinted = /\.[a-z0-9]{10}\.[a-z.]+$/;

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(name);
  // What the page fetched already comes from the browser's cache; what did not change since the last version from ours.
  for (const asset of assets) {
    const url = new URL(asset.url, base).href;
    const known = fingerprinted.test(asset.url) ? await caches.match(url) : null;
    if (known) await cache.put(url, known);
    else await cache.add(new Request(url, { integrity: asset.hash, cache: fingerprinted.test(asset.url) ? 'default' : 'no-cache' }));
  }
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const old of await caches.keys()) if (old.startsWith(prefix) && old !== name) await caches.delete(old);
})()));

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return;
  const page = request.mode === 'navigate' && !urls.has(url.href);
  event.respondWith((async () => {
    const cache = await caches.open(name);
    return await cache.match(page ? new URL('index.html', base).href : request, { ignoreSearch: page }) ?? fetch(request);
  })());
});
