import { createInputBox } from '../door.js';
import { runStep, type StepFrame, type StepResult } from './step.js';

export interface InputTextOptions extends StepFrame {
  prompt: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** What is wrong with the text, in words, or undefined. An untouched empty box shows nothing yet. */
  check: (text: string) => string | undefined;
}

/** One line of text, judged while it is typed; only good text is accepted. */
export function inputText(options: InputTextOptions): Promise<StepResult<string>> {
  const input = createInputBox();
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  input.password = options.password ?? false;
  return runStep(input, options, (finish) => [
    input.onDidChangeValue((text) => {
      input.validationMessage = text === '' ? undefined : options.check(text);
    }),
    input.onDidAccept(() => {
      const message = options.check(input.value);
      input.validationMessage = message;
      if (message === undefined) finish(input.value);
    }),
  ]);
}
