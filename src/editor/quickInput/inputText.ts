import * as vscode from 'vscode';
import { createInputBox } from '../door.js';
import { runStep, type StepFrame, type StepResult } from './step.js';

export interface InputTextOptions extends StepFrame {
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
