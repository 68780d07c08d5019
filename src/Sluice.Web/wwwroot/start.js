// Registers the service worker, which keeps the app for starts without network. Not before the app shows itself: it would take the line away from what is waited for.
if ('serviceWorker' in navigator) {
  const started = new MutationObserver(() => {
    if (!document.querySelector('main')) return;
    started.disconnect();
    navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' });
  });
  started.observe(document.getElementById('app'), { childList: true, subtree: true });
}
