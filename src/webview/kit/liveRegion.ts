import { element } from './element.js';

/** Speaks through a screen reader without moving the focus. */
export interface LiveRegion {
  root: HTMLElement;
  say: (text: string) => void;
}

/** A polite region; the same text said twice is heard twice. */
export function createLiveRegion(): LiveRegion {
  const root = element('div', { role: 'status', 'aria-live': 'polite', class: 'visually-hidden' });
  return {
    root,
    say(text) {
      root.replaceChildren(element('span', {}, text));
    },
  };
}
