import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { element } from './element.js';

export interface ButtonOptions {
  secondary?: boolean;
  id?: string;
}

/** A button with a label of its own. */
export function button(label: string, run: () => void, options: ButtonOptions = {}): VscodeButton {
  const made = element('vscode-button', { id: options.id, secondary: options.secondary }, label);
  made.addEventListener('click', () => {
    if (!made.disabled) run();
  });
  return made;
}

/** Disables for eyes, keyboard and screen readers alike: the component itself tells only the first two. */
export function setDisabled(made: VscodeButton, disabled: boolean): void {
  made.disabled = disabled;
  made.setAttribute('aria-disabled', String(disabled));
}
