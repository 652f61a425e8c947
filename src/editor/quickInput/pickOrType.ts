import * as vscode from 'vscode';
import { createQuickPick, type Row as DoorRow } from '../door.js';
import { LiveRows } from './liveRows.js';
import { remark } from './remark.js';
import { runStep, type StepFrame, type StepResult } from './step.js';
import { matching } from '../../core/matching.js';

/** A choice offered beside what the user types. */
export interface Choice {
  value: string;
  label: string;
  description?: string;
  detail?: string;
}

/** Choices, perhaps with more to be read and a remark, or in words why there are none. */
export type Choices = { items: readonly Choice[]; more?: More; note?: string } | { unavailable: string };

/** The row that reads the next page. */
export interface More {
  label: string;
  load: () => Promise<Choices>;
}

/** A row that leads somewhere else. */
export interface PickAction<A> {
  action: A;
  icon: string;
  label: string;
  /** Also a button of the title bar. */
  button?: boolean;
}

/** What was picked or typed, or the action taken with what was typed until then. */
export type Picked<A> = { value: string } | { action: A; typed: string };

export interface PickOrTypeOptions extends StepFrame {
  placeholder: string;
  value?: string;
  /** Choices that need no call, shown at once and first. */
  fixed?: readonly Choice[];
  /** Live choices; typing is never blocked while they load. */
  load?: (options: { refresh: boolean }) => Promise<Choices>;
  /** What is wrong with typed text, in words, or undefined. */
  check: (text: string) => string | undefined;
  /** Labels the row that takes the typed text as it is. */
  useTyped: (text: string) => string;
  /** In words: why a text that was taken before cannot be meant; shown as long as it stands there. */
  refused?: { text: string; why: string };
}

interface Row<A> extends DoorRow {
  value?: string;
  more?: More;
  action?: A;
}

/** A choice from a live list, or any text that passes the check. */
export async function pickOrType(options: PickOrTypeOptions): Promise<StepResult<string>> {
  const result = await pickTypeOrAct<never>({ ...options, actions: [] });
  if (result.kind !== 'value') return result;
  return 'value' in result.value ? { kind: 'value', value: result.value.value } : { kind: 'cancel' };
}

/** The same with rows that lead elsewhere. */
export function pickTypeOrAct<A>(
  options: PickOrTypeOptions & { actions: readonly PickAction<A>[] },
): Promise<StepResult<Picked<A>>> {
  const pick = createQuickPick<Row<A>>();
  pick.placeholder = options.placeholder;
  pick.value = options.value ?? '';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const refreshButton = button('refresh', vscode.l10n.t('Refresh'));
  const actionButtons = options.actions
    .filter((each) => each.button === true)
    .map(({ icon, label, action }) => ({ ...button(icon, label), action }));
  let live: Choices = { items: [] };
  let renderedText: string | undefined;
  let disposed = false;
  const liveRows = new LiveRows(pick);

  const render = (activeValue?: string): void => {
    const text = pick.value;
    const choices = [...(options.fixed ?? []), ...('items' in live ? live.items : [])];
    const matches = choiceRows<A>(matching(choices, text));
    const exact = text === '' ? undefined : matches.find((row) => row.value === text);
    const typed = exact ? [] : typedRows<A>(text, options, matches.length > 0);
    const rows = [...matches, ...typed, ...otherRows<A>(live), ...actionRows(options.actions)];
    // What is in the list wins over what is not; but a few digits are an id, rather than a part of somebody's number.
    const usable = typed.filter((row) => row.value !== undefined);
    const likely = /^\d{1,5}$/.test(text) ? [...usable, ...matches] : [...matches, ...usable];
    const meant = text === '' ? undefined : (exact ?? likely[0]);
    // What arrives must not move the user, who may be anywhere in the list.
    const stay = activeValue ?? (text === renderedText ? liveRows.active?.value : undefined);
    const kept = stay === undefined ? undefined : [...matches, ...typed].find((row) => row.value === stay);
    renderedText = text;
    liveRows.show(rows, exact ?? kept ?? meant, meant !== undefined);
  };
  const settle = async (
    reading: Promise<Choices>,
    use: (read: Choices) => void,
    activeValue: (read: Choices) => string | undefined = () => undefined,
  ): Promise<void> => {
    pick.busy = true;
    const read = await reading;
    if (disposed) return;
    pick.busy = false;
    use(read);
    render(activeValue(read));
  };
  const load = (refresh: boolean): void => {
    if (!options.load) return;
    void settle(options.load({ refresh }), (read) => {
      live = read;
    });
  };
  const loadMore = (more: More): void => {
    if (pick.busy) return;
    pick.keepScrollPosition = true;
    const append = (read: Choices): void => {
      const items = 'items' in live ? live.items : [];
      live =
        'unavailable' in read
          ? { items, more, note: read.unavailable }
          : { ...read, items: [...items, ...read.items] };
    };
    void settle(more.load(), append, (read) => ('items' in read ? read.items[0]?.value : undefined));
  };

  render();
  load(false);
  return runStep<Picked<A>>(
    pick,
    options,
    (finish) => [
      {
        dispose: () => {
          disposed = true;
        },
      },
      pick.onDidChangeValue(() => {
        render();
      }),
      pick.onDidTriggerButton((pressed) => {
        const acted = actionButtons.find((each) => each === pressed);
        if (acted) finish({ action: acted.action, typed: pick.value });
        else if (pressed === refreshButton) load(true);
      }),
      ...liveRows.onDidAccept((chosen) => {
        if (chosen.more) loadMore(chosen.more);
        else if (chosen.action !== undefined) finish({ action: chosen.action, typed: pick.value });
        else if (chosen.value !== undefined) finish({ value: chosen.value });
      }),
    ],
    [...actionButtons, ...(options.load ? [refreshButton] : [])],
  );
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}

/** The typed text where it can be meant as it is; where nothing in the list is either, what is wrong with it. */
function typedRows<A>(text: string, options: PickOrTypeOptions, isFound: boolean): Row<A>[] {
  if (text === '') return [];
  const { refused } = options;
  const message = refused?.text === text ? refused.why : options.check(text);
  if (message === undefined) {
    return [{ icon: 'edit', label: options.useTyped(text), value: text, alwaysShow: true }];
  }
  return isFound ? [] : [{ ...remark('error', message), alwaysShow: true }];
}

/** Rows that have been matched here: VS Code’s own filter knows neither accents nor grouped digits. */
function choiceRows<A>(choices: readonly Choice[]): Row<A>[] {
  return choices.map(({ value, label, description, detail }) => ({
    value,
    label,
    alwaysShow: true,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
  }));
}

/** What a live list says besides its choices. */
function otherRows<A>(live: Choices): Row<A>[] {
  if ('unavailable' in live) return [info(live.unavailable)];
  const { more, note } = live;
  return [
    ...(note === undefined ? [] : [info<A>(note)]),
    ...(more ? [{ icon: 'arrow-down', label: more.label, more, alwaysShow: true }] : []),
  ];
}

function info<A>(text: string): Row<A> {
  return { ...remark('info', text), alwaysShow: true };
}

function actionRows<A>(actions: readonly PickAction<A>[]): Row<A>[] {
  return actions.map(({ action, icon, label }) => ({
    icon,
    label,
    action,
    alwaysShow: true,
  }));
}
