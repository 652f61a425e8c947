import * as vscode from 'vscode';
import { createInputBox } from '../door.js';

/** How the user left a step; `skip` is one that asked nothing, passed over in both directions. */
export type StepResult<T> =
  { kind: 'value'; value: T } | { kind: 'back' } | { kind: 'cancel' } | { kind: 'skip' };

/** What every step of a multi-step input shows. */
export interface StepFrame {
  title: string;
  step: number;
  totalSteps: number;
  /** The first step has nothing to go back to. */
  canGoBack: boolean;
  /** Cancels the step when it is aborted. */
  signal?: AbortSignal;
}

/** Shows a quick input and settles when it is accepted by `finish`, left by the back button, or hidden. */
export function runStep<T>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  frame: StepFrame,
  wire: (finish: (value: T) => void) => vscode.Disposable[],
  extraButtons: readonly vscode.QuickInputButton[] = [],
): Promise<StepResult<T>> {
  return new Promise((resolve) => {
    const disposables: vscode.Disposable[] = [input];
    const end = (result: StepResult<T>): void => {
      resolve(result);
      for (const each of disposables.splice(0)) each.dispose();
    };
    input.title = frame.title;
    if (frame.totalSteps > 1) {
      input.step = frame.step;
      input.totalSteps = frame.totalSteps;
    }
    input.ignoreFocusOut = true;
    input.buttons = [...(frame.canGoBack ? [vscode.QuickInputButtons.Back] : []), ...extraButtons];
    const cancel = (): void => {
      end({ kind: 'cancel' });
    };
    if (frame.signal?.aborted === true) {
      cancel();
      return;
    }
    frame.signal?.addEventListener('abort', cancel);
    disposables.push(
      {
        dispose: () => {
          frame.signal?.removeEventListener('abort', cancel);
        },
      },
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) end({ kind: 'back' });
      }),
      input.onDidHide(() => {
        end({ kind: 'cancel' });
      }),
      ...wire((value) => {
        end({ kind: 'value', value });
      }),
    );
    input.show();
  });
}

type Step = (canGoBack: boolean) => Promise<StepResult<unknown>>;

/**
 * Runs steps one after another; back goes to the one before. Each step reads and writes the shared draft.
 *
 * @returns false when the user cancelled
 */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  return (await walk(steps, false)) === 'finished';
}

/** The same inside another step, to which back leads from the first. */
export function runInnerSteps(steps: readonly Step[]): Promise<'finished' | 'cancel' | 'back'> {
  return walk(steps, true);
}

async function walk(steps: readonly Step[], isInner: boolean): Promise<'finished' | 'cancel' | 'back'> {
  let index = 0;
  let direction = 1;
  for (;;) {
    const step = steps[index];
    if (!step) return index < 0 ? 'back' : 'finished';
    const { kind } = await step(isInner || index > 0);
    if (kind === 'cancel') return 'cancel';
    if (kind !== 'skip') direction = kind === 'back' ? -1 : 1;
    index += direction;
  }
}

interface InputTextOptions extends StepFrame {
  prompt: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** What is wrong with the text, in words, or undefined. An untouched empty box shows nothing yet. */
  check: (text: string) => string | undefined;
  /** What may be wrong with a text that is taken all the same, in words. */
  doubt?: (text: string) => string | undefined;
  /** What was probably meant by the text, to take by one press; undefined where it is fine. */
  mend?: (text: string) => string | undefined;
}

/** One line of text, judged while it is typed; only good text is accepted. */
export function inputText(options: InputTextOptions): Promise<StepResult<string>> {
  const input = createInputBox();
  const { mend } = options;
  const mending: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('wand'),
    tooltip: vscode.l10n.t('Use the Corrected Value'),
  };
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  input.password = options.password ?? false;
  const ownButtons = (): vscode.QuickInputButton[] => (mend?.(input.value) === undefined ? [] : [mending]);
  return runStep(input, options, (finish) => [
    input.onDidTriggerButton((button) => {
      const mended = button === mending ? mend?.(input.value) : undefined;
      if (mended === undefined) return;
      input.value = mended;
      input.validationMessage = options.check(mended);
      input.buttons = input.buttons.filter((each) => each !== mending);
    }),
    input.onDidChangeValue((text) => {
      const doubt = options.doubt?.(text);
      const message = text === '' ? undefined : options.check(text);
      input.validationMessage =
        message ??
        (doubt === undefined
          ? undefined
          : { message: doubt, severity: vscode.InputBoxValidationSeverity.Warning });
      input.buttons = [...input.buttons.filter((each) => each !== mending), ...ownButtons()];
    }),
    input.onDidAccept(() => {
      const message = options.check(input.value);
      input.validationMessage = message;
      if (message === undefined) finish(input.value);
    }),
  ]);
}
