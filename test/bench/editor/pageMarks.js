/* global document, setInterval, window */

// Runs in every document of the window: tells the bench (see marks.ts) when something appears.
{
  const lookEveryMs = 4;
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

  // An observer would be lost: VS Code writes the documents of its webviews anew.
  setInterval(look, lookEveryMs);
}
