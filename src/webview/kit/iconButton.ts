import { element } from './element.js';
import { icon, type IconName } from './icons.js';

/** A button that shows only an icon; its label is its name and its tooltip. */
export function iconButton(name: IconName, label: string, run?: () => void): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label },
    icon(name),
  );
  if (run) made.addEventListener('click', run);
  return made;
}
