import type { BulkChoice, BulkContract, BulkState } from '../../protocol/bulk.js';
import type { CallName } from '../../protocol/rpc.js';
import { element, icon, type IconName } from '../kit/controls.js';
import type { BulkLine } from '../../protocol/bulk.js';

/** Calls without parameters. */
export type OrderName = Exclude<CallName<BulkContract>, 'start' | 'choose'>;

export interface Orders {
  choose: (choice: BulkChoice) => void;
  order: (name: OrderName) => () => void;
}

/** What a section shows: `key` changes when it would be drawn otherwise; undefined hides it. */
export interface Drawing {
  key: unknown;
  draw: () => HTMLElement[];
  /** Brings what changes many times a second up to date in place: a button that is replaced loses its click. */
  update?: (root: HTMLElement) => void;
}

export interface Section {
  root: HTMLElement;
  show(state: BulkState): void;
}

/** A part of the page that is drawn anew only when what it shows has changed, and keeps the focus then. */
export function createSection(drawing: (state: BulkState) => Drawing | undefined): Section {
  const root = element('div', { class: 'section' });
  let drawn = '';
  return {
    root,
    show(state) {
      const next = drawing(state);
      const key = next ? JSON.stringify(next.key) : '';
      if (key !== drawn) redraw(next);
      drawn = key;
      next?.update?.(root);
    },
  };

  function redraw(next: Drawing | undefined): void {
    const focused = root.contains(document.activeElement) ? document.activeElement?.id : undefined;
    root.replaceChildren(...(next ? next.draw() : []));
    if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
  }
}

/** A framed part with a heading. */
export function pane(title: string, ...children: (HTMLElement | string)[]): HTMLElement {
  return element('section', { class: 'pane' }, element('h2', {}, title), ...children);
}

const icons: Record<BulkLine['kind'], IconName> = {
  good: 'pass',
  info: 'info',
  warning: 'warning',
  error: 'error',
};

/** Lines with an icon for their weight. */
export function lineList(lines: readonly BulkLine[]): HTMLElement {
  return element(
    'ul',
    { class: 'lines' },
    ...lines.map(({ kind, text }) =>
      element('li', { class: `remark-line ${kind}` }, icon(icons[kind]), element('span', {}, text)),
    ),
  );
}

/** A labelled choice of one value; the empty one stands for none. */
export function select(options: {
  id: string;
  label: string;
  /** Seen by screen readers alone. */
  isLabelHidden?: boolean;
  value: string;
  items: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}): HTMLElement {
  const { id, label, value, items, onChange, isLabelHidden } = options;
  const made = element(
    'select',
    { id },
    ...items.map(([each, text]) => element('option', { value: each }, text)),
  );
  made.value = value;
  made.addEventListener('change', () => {
    onChange(made.value);
  });
  return element(
    'div',
    { class: 'choice' },
    element('label', { for: id, class: isLabelHidden === true ? 'visually-hidden' : undefined }, label),
    made,
  );
}

/** A labelled text that is taken over when it is left or Enter is pressed. */
export function textInput(options: {
  id: string;
  label: string;
  isLabelHidden?: boolean;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}): HTMLElement {
  const { id, label, value, placeholder, onChange, isLabelHidden } = options;
  const made = element('input', { id, type: 'text', maxlength: '1000', placeholder, spellcheck: 'false' });
  made.value = value;
  made.addEventListener('change', () => {
    onChange(made.value);
  });
  return element(
    'div',
    { class: 'choice' },
    element('label', { for: id, class: isLabelHidden === true ? 'visually-hidden' : undefined }, label),
    element('div', { class: 'control' }, made),
  );
}

/** A box to tick. */
export function checkbox(options: {
  id: string;
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}): HTMLElement {
  const { id, label, isOn, onChange } = options;
  const made = element('input', { id, type: 'checkbox' });
  made.checked = isOn;
  made.addEventListener('change', () => {
    onChange(made.checked);
  });
  return element('div', { class: 'tick' }, made, element('label', { for: id }, label));
}
