import * as l10n from '@vscode/l10n';
import { matching } from '../../core/matching.js';
import type { Option, LookupResult } from '../../protocol/form.js';
import { element, toggle, iconButton } from './controls.js';
import { createField, type Field, type FieldOptions } from './field.js';

/** As many rows as are drawn; the rest is found by typing. */
const limit = 500;

/** The listbox of a combobox. */
interface OptionList {
  root: HTMLElement;
  /** Draws the options that match the text. */
  draw(options: readonly Option[], text: string): void;
  /** Moves the mark and returns the id of the marked row. */
  move(step: 1 | -1): string | undefined;
  active(): Option | undefined;
  /** How many match, and how many of these are not drawn. */
  count(): number;
  hidden(): number;
}

/** A listbox named like its field. */
function createOptionList(id: string, label: string, choose: (option: Option) => void): OptionList {
  const root = element('div', { id, role: 'listbox', 'aria-label': label });
  let drawn: Option[] = [];
  let matching = 0;
  let activeIndex = -1;

  function mark(index: number): void {
    activeIndex = index;
    [...root.children].forEach((row, at) => {
      row.setAttribute('aria-selected', String(at === index));
    });
    root.children[index]?.scrollIntoView({ block: 'nearest' });
  }

  return {
    root,
    draw(options, text) {
      const matches = matchingOptions(options, text);
      matching = matches.length;
      drawn = matches.slice(0, limit);
      root.replaceChildren(...drawn.map((option, index) => row(option, `${id}-${index}`, choose)));
      activeIndex = -1;
    },
    move(step) {
      if (drawn.length === 0) return undefined;
      const from = activeIndex < 0 && step < 0 ? 0 : activeIndex;
      mark((from + step + drawn.length) % drawn.length);
      return `${id}-${activeIndex}`;
    },
    active: () => drawn[activeIndex],
    count: () => matching,
    hidden: () => matching - drawn.length,
  };
}

/** All options while the text is empty or is exactly one of the values: then the user wants to see the others. */
function matchingOptions(options: readonly Option[], text: string): readonly Option[] {
  if (text === '' || options.some((each) => each.value === text)) return options;
  return matching(options, text);
}

function row(option: Option, id: string, choose: (option: Option) => void): HTMLElement {
  const made = element(
    'div',
    { id, role: 'option', 'aria-selected': 'false', class: 'option' },
    element('span', { class: 'option-label' }, option.label),
    ' ',
    element('span', { class: 'option-description' }, option.description ?? ''),
    element('div', { class: 'option-detail' }, option.detail ?? ''),
  );
  made.addEventListener('click', () => {
    choose(option);
  });
  return made;
}

/** Where a combobox' options come from. */
export interface OptionSource {
  /** Changes when the options would be others; undefined while there can be none. */
  key(): string | undefined;
  /** Said instead of options while `key` is undefined. */
  keyMissing: string;
  /** Rejects only when the host itself is gone. */
  load(refresh: boolean, offset: number): Promise<LookupResult>;
  /** Hears what was loaded. */
  onLoaded?: (options: readonly Option[]) => void;
}

export interface Combobox extends Field {
  /** Loads in the background, so that a typed value gets its meaning. */
  prepare(): void;
  /** To be called when the text or the source's key has changed. */
  refreshMeaning(): void;
}

type Loaded = { options: readonly Option[]; more: number; message?: string } | { message: string };

/**
 * A text field that offers live values. Typing is never blocked: a list that is slow or fails is a
 * remark in the popup.
 */
export function createCombobox(
  options: FieldOptions,
  source: OptionSource,
  say: (text: string) => void,
): Combobox {
  const field = createField({
    ...options,
    onInput: (text) => {
      options.onInput(text);
      refreshMeaning();
      typed = true;
      open();
      closeIfComplete();
    },
  });
  const { input, control } = field;
  const list = createOptionList(`${options.name}-list`, options.label, choose);
  const remark = element('div', { class: 'remark' });
  const more = element('button', { type: 'button', class: 'link more', hidden: true });
  const popup = element('div', { class: 'popup', hidden: true }, remark, list.root, more);
  const reload = iconButton('refresh', l10n.t('{0}: refresh', options.label));
  const chevron = iconButton('chevron-down', l10n.t('{0}: show the list', options.label));
  chevron.tabIndex = -1;
  control.append(reload, chevron, popup);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', list.root.id],
  ] as const) {
    input.setAttribute(name, value);
  }

  let loadedKey: string | undefined;
  let loaded: Loaded | undefined;
  let loading: symbol | undefined;

  /** The list was opened by typing, not on purpose. */
  let typed = false;

  function optionsNow(): readonly Option[] {
    return loaded && 'options' in loaded ? loaded.options : [];
  }

  function load(refresh: boolean): void {
    const key = source.key();
    if (key !== loadedKey) {
      loadedKey = key;
      loaded = undefined;
      loading = undefined;
    }
    if (key === undefined || (!refresh && (loaded || loading))) return;
    read(refresh, []);
  }

  /** Reads the options that follow those known. */
  function read(refresh: boolean, known: readonly Option[]): void {
    const mine = Symbol();
    loading = mine;
    source.load(refresh, known.length).then(
      (result) => {
        settle(mine, loadedFrom(result, known));
      },
      () => {
        settle(mine, { message: l10n.t('Couldn’t read the list. You can enter the value.') });
      },
    );
    draw();
  }

  function loadedFrom(result: LookupResult, known: readonly Option[]): Loaded {
    if (result.ok) return { options: [...known, ...result.items], more: result.more ?? 0 };
    const { message } = result;
    const left = loaded && 'options' in loaded ? loaded.more : 0;
    return known.length > 0 ? { options: known, more: left, message } : { message };
  }

  function settle(mine: symbol, result: Loaded): void {
    if (loading !== mine) return;
    loading = undefined;
    loaded = result;
    if ('options' in result) source.onLoaded?.(result.options);
    refreshMeaning();
    draw();
    closeIfComplete();
    if (!popup.hidden) say(result.message ?? countText(list.count()));
  }

  function draw(): void {
    if (popup.hidden) return;
    list.draw(optionsNow(), input.value);
    const text = remarkText();
    remark.textContent = text;
    toggle(remark, text !== '');
    const left = loaded && 'options' in loaded ? loaded.more : 0;
    more.textContent = l10n.t('Load More ({0} not loaded yet)', left);
    toggle(more, left > 0 && !loading);
  }

  function remarkText(): string {
    if (source.key() === undefined) return source.keyMissing;
    if (loading) return l10n.t('Reading the list…');
    if (loaded?.message !== undefined) return loaded.message;
    if (list.count() === 0) return l10n.t('No match in the list. The value is sent as entered.');
    return list.hidden() > 0 ? l10n.t('{0} more. Type to narrow the list', list.hidden()) : '';
  }

  function open(): void {
    if (popup.hidden) {
      toggle(popup, true);
      input.setAttribute('aria-expanded', 'true');
    }
    load(false);
    draw();
    input.removeAttribute('aria-activedescendant');
  }

  function close(): void {
    typed = false;
    toggle(popup, false);
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** A value that was typed in full needs no list, which would lie on top of the next field. */
  function closeIfComplete(): void {
    if (typed && optionsNow().some((each) => each.value === input.value)) close();
  }

  function choose(option: Option): void {
    field.setText(option.value);
    options.onInput(option.value);
    refreshMeaning();
    close();
    input.focus();
    say(`${option.label} ${option.description ?? ''}`);
  }

  function refreshMeaning(): void {
    if (source.key() !== loadedKey) loaded = undefined;
    const option = optionsNow().find((each) => each.value === input.value);
    const words = option ? [option.label, option.description, option.detail] : [];
    field.setMeaning(
      words.filter((each) => each !== undefined && each !== '' && each !== input.value).join(' · '),
    );
  }

  input.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (popup.hidden) open();
      else input.setAttribute('aria-activedescendant', list.move(event.key === 'ArrowDown' ? 1 : -1) ?? '');
    } else if (event.key === 'Enter' && !popup.hidden) {
      const active = list.active();
      if (active) choose(active);
      else close();
    } else if (event.key === 'Escape' && !popup.hidden) {
      // Only the list is closed: a request under way is another Escape's business.
      event.stopPropagation();
      close();
    }
  });
  // Not at `click`: a remark that appears meanwhile would move the input from under the pointer.
  input.addEventListener('pointerdown', open);
  control.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && control.contains(event.relatedTarget))) close();
  });
  popup.addEventListener('mousedown', (event) => {
    event.preventDefault();
  });
  chevron.addEventListener('click', () => {
    if (popup.hidden) {
      input.focus();
      open();
    } else close();
  });
  more.addEventListener('click', () => {
    input.focus();
    if (!loading) read(false, optionsNow());
  });
  reload.addEventListener('click', () => {
    input.focus();
    open();
    load(true);
  });

  return {
    ...field,
    setText(text) {
      field.setText(text);
      refreshMeaning();
    },
    prepare() {
      load(false);
    },
    refreshMeaning,
  };
}

function countText(count: number): string {
  return l10n.t('Values: {0}', count);
}
