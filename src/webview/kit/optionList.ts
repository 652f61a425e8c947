import { matching } from '../../core/matching.js';
import type { Option } from '../../protocol/form.js';
import { element } from './element.js';

/** As many rows as are drawn; the rest is found by typing. */
const limit = 500;

/** The listbox of a combobox. */
export interface OptionList {
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
export function createOptionList(id: string, label: string, choose: (option: Option) => void): OptionList {
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
