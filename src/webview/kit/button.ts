import { element } from './element.js';

export interface ButtonOptions {
  secondary?: boolean;
  id?: string;
}

/** A button with a label of its own. */
export function button(label: string, run: () => void, options: ButtonOptions = {}): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', id: options.id, class: options.secondary === true ? 'button secondary' : 'button' },
    label,
  );
  made.addEventListener('click', () => {
    if (!isDisabled(made)) run();
  });
  return made;
}

/** Disables for eyes, keyboard and screen readers alike; one that has the focus keeps it, so the keys go on working. */
export function setDisabled(made: HTMLButtonElement, disabled: boolean): void {
  made.setAttribute('aria-disabled', String(disabled));
  made.tabIndex = disabled ? -1 : 0;
}

function isDisabled(made: HTMLButtonElement): boolean {
  return made.getAttribute('aria-disabled') === 'true';
}
