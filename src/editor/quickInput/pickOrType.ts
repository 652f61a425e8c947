import * as vscode from 'vscode';
import { plain } from './plain.js';
import { runStep, type StepFrame, type StepResult } from './step.js';

/** A choice offered beside what the user types. */
export interface Choice {
  value: string;
  label: string;
  description?: string;
  detail?: string;
}

/** Choices, or in words why there are none. */
export type Choices = { items: readonly Choice[] } | { unavailable: string };

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
}

interface Row extends vscode.QuickPickItem {
  value?: string;
}

/** A choice from a live list, or any text that passes the check. */
export function pickOrType(options: PickOrTypeOptions): Promise<StepResult<string>> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.placeholder = options.placeholder;
  pick.value = options.value ?? '';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const refreshButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('refresh'),
    tooltip: vscode.l10n.t('Read again from Thulium'),
  };
  let live: Choices = { items: [] };
  let disposed = false;

  const render = (): void => {
    const text = pick.value;
    const offered = [...choiceRows(options.fixed ?? []), ...liveRows(live)];
    const exact = text === '' ? undefined : offered.find((row) => row.value === text);
    const typed = exact ? [] : typedRows(text, options);
    const usable = typed.some((row) => row.value !== undefined);
    pick.items = usable ? [...typed, ...offered] : [...offered, ...typed];
    // VS Code would make the best match active: an id typed in full must win over a name that contains it.
    const wanted = exact ?? (usable ? typed[0] : undefined);
    if (wanted) pick.activeItems = [wanted];
  };
  const load = async (refresh: boolean): Promise<void> => {
    if (!options.load) return;
    pick.busy = true;
    live = await options.load({ refresh });
    if (disposed) return;
    pick.busy = false;
    render();
  };

  render();
  void load(false);
  return runStep<string>(
    pick,
    options,
    (finish) => [
      {
        dispose: () => {
          disposed = true;
        },
      },
      pick.onDidChangeValue(render),
      pick.onDidTriggerButton((button) => {
        if (button === refreshButton) void load(true);
      }),
      pick.onDidAccept(() => {
        const chosen = pick.selectedItems[0] ?? pick.activeItems[0];
        if (chosen?.value !== undefined) finish(chosen.value);
      }),
    ],
    options.load ? [refreshButton] : [],
  );
}

function typedRows(text: string, options: PickOrTypeOptions): Row[] {
  if (text === '') return [];
  const message = options.check(text);
  return message === undefined
    ? [{ label: `$(edit) ${plain(options.useTyped(text))}`, value: text, alwaysShow: true }]
    : [{ label: `$(error) ${plain(message)}`, alwaysShow: true }];
}

function choiceRows(choices: readonly Choice[]): Row[] {
  return choices.map(({ value, label, description, detail }) => ({
    value,
    label: plain(label),
    ...(description === undefined ? {} : { description: plain(description) }),
    ...(detail === undefined ? {} : { detail: plain(detail) }),
  }));
}

function liveRows(live: Choices): Row[] {
  if ('unavailable' in live) return [{ label: `$(info) ${plain(live.unavailable)}`, alwaysShow: true }];
  return choiceRows(live.items);
}
