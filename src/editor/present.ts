import * as vscode from 'vscode';
import type { CodedFailure } from '../core/errors.js';
import type { Redactor } from '../core/redact.js';
import { commands } from '../manifest.js';
import { wordFailure } from '../words/failures.js';
import type { Output } from './output.js';

/** A button on a message and what it does. */
export interface MessageAction {
  label: string;
  run: () => unknown;
}

/**
 * The one presenter of failures: words in a message with buttons that help, all facts in the
 * output channel. Returns at once; the message stays until the user closes it.
 */
export class Presenter {
  constructor(
    private readonly output: Output,
    private readonly redactor: Redactor,
  ) {}

  /** Shows a failure of `subject`, which names what was tried, such as `00001/441`. */
  failure(subject: string, failure: CodedFailure, actions: readonly MessageAction[] = []): void {
    this.output.failure(subject, failure);
    const { message, advice } = wordFailure(failure);
    const text = this.redactor.redact([`${subject}: ${message}`, advice].filter(Boolean).join(' '));
    const buttons = [...actions, ...helpFor(failure), this.showOutput()];
    const show =
      failure.code === 'in-doubt' ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
    offer(show(text, ...buttons.map(({ label }) => label)), buttons);
  }

  /** Shows that something went well. */
  success(text: string, actions: readonly MessageAction[] = []): void {
    const buttons = [...actions, this.showOutput()];
    offer(vscode.window.showInformationMessage(text, ...buttons.map(({ label }) => label)), buttons);
  }

  /** Shows something the user should know although the operation went on. */
  warning(text: string, actions: readonly MessageAction[] = []): void {
    const buttons = [...actions, this.showOutput()];
    offer(vscode.window.showWarningMessage(text, ...buttons.map(({ label }) => label)), buttons);
  }

  private showOutput(): MessageAction {
    return {
      label: vscode.l10n.t('Show Output'),
      run: () => {
        this.output.show();
      },
    };
  }
}

function offer(shown: Thenable<string | undefined>, actions: readonly MessageAction[]): void {
  void shown.then((label) => actions.find((each) => each.label === label)?.run());
}

function helpFor(failure: CodedFailure): MessageAction[] {
  const command = (label: string, id: string): MessageAction => ({
    label,
    run: () => vscode.commands.executeCommand(id),
  });
  switch (failure.code) {
    case 'no-connection':
      if (failure.detail === 'simulator') {
        return [command(vscode.l10n.t('Start Local Simulator'), commands.startSandbox)];
      }
      return failure.detail === 'none'
        ? [
            command(vscode.l10n.t('Start Local Simulator'), commands.startSandbox),
            command(vscode.l10n.t('Add Connection…'), commands.addConnection),
          ]
        : [command(vscode.l10n.t('Switch Connection…'), commands.switchConnection)];
    case 'unauthorized':
    case 'missing-secret':
      return [command(vscode.l10n.t('Edit Connection…'), commands.editConnection)];
    case 'forbidden':
      return [command(vscode.l10n.t('Test Connection'), commands.testConnection)];
    default:
      return [];
  }
}
