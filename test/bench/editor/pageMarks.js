/* global document, MutationObserver, window */

// Runs in every document of the window: tells the bench (see marks.ts) when something appears.
{
  const conditions = {
    pick: () => {
      const widget = document.querySelector('.quick-input-widget');
      const title = widget?.querySelector('.quick-input-title')?.textContent ?? '';
      return widget !== null && widget.style.display !== 'none' && title !== '';
    },
    form: () => document.querySelector('#send') !== null,
    panel: () => document.querySelector('#bare') !== null,
  };
  const shown = new Set();

  const look = () => {
    for (const [mark, holds] of Object.entries(conditions)) {
      if (!holds()) shown.delete(mark);
      else if (!shown.has(mark)) {
        shown.add(mark);
        void window.benchSaw(mark, Date.now());
      }
    }
  };

  new MutationObserver(look).observe(document, {
    attributes: true,
    attributeFilter: ['style'],
    characterData: true,
    childList: true,
    subtree: true,
  });
}
