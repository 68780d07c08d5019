// While developing nothing is kept, so that each change is seen at once. What is published is service-worker.published.js.
self.addEventListener('fetch', () => { });
