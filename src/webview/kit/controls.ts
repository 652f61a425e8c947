import calendar from '@vscode/codicons/src/icons/calendar.svg' with { type: 'text' };
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg' with { type: 'text' };
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg' with { type: 'text' };
import copy from '@vscode/codicons/src/icons/copy.svg' with { type: 'text' };
import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import info from '@vscode/codicons/src/icons/info.svg' with { type: 'text' };
import lock from '@vscode/codicons/src/icons/lock.svg' with { type: 'text' };
import pass from '@vscode/codicons/src/icons/pass.svg' with { type: 'text' };
import plug from '@vscode/codicons/src/icons/plug.svg' with { type: 'text' };
import refresh from '@vscode/codicons/src/icons/refresh.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };
import * as l10n from '@vscode/l10n';
import type { ConnectionView } from '../../protocol/form.js';

export type Child = Node | string;
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Makes an element. `true` writes an empty attribute, `false` and undefined none. Texts become text
 * nodes: nothing that comes from outside is ever parsed as markup.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Shows or hides without losing the place in the document. */
export function toggle(node: HTMLElement, shown: boolean): void {
  node.hidden = !shown;
}

/** The few codicons in use, as their own SVG: the whole icon font would be a fifth of the extension. */
const icons = {
  calendar,
  'chevron-down': chevronDown,
  'circle-slash': circleSlash,
  copy,
  error,
  info,
  lock,
  pass,
  plug,
  refresh,
  warning,
};

export type IconName = keyof typeof icons;

/** A codicon in the colour of the text around it, hidden from screen readers. */
export function icon(name: IconName): SVGElement {
  const { documentElement } = new DOMParser().parseFromString(icons[name], 'image/svg+xml');
  const svg = document.importNode(documentElement, true) as unknown as SVGElement;
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  return svg;
}

/** The mark of a connection that must not be overlooked; undefined for one that needs none. */
export function connectionBadge(
  connection: Pick<ConnectionView, 'production' | 'readOnly'>,
): HTMLElement | undefined {
  if (connection.readOnly) {
    return element('span', { class: 'badge' }, icon('lock'), l10n.t('Read-only'));
  }
  return connection.production
    ? element('span', { class: 'badge danger' }, icon('warning'), l10n.t('Production'))
    : undefined;
}

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

let pressed = false;
const waiting: (() => void)[] = [];

function release(): void {
  pressed = false;
  // After the click that a release makes.
  setTimeout(() => {
    for (const run of waiting.splice(0)) run();
  });
}

window.addEventListener(
  'pointerdown',
  () => {
    pressed = true;
  },
  { capture: true },
);
window.addEventListener('pointerup', release, { capture: true });
window.addEventListener('pointercancel', release, { capture: true });

/**
 * Runs at once, or when the pointer is released: what is drawn during a press could move the button
 * from under the pointer, and there would be no click.
 */
export function afterPress(run: () => void): void {
  if (pressed) waiting.push(run);
  else run();
}

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
