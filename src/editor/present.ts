import * as vscode from 'vscode';
import type { CodedFailure } from '../core/errors.js';
import { commands } from '../manifest.js';
import { wordFailure } from '../messages/failures.js';
import { showMessage } from './door.js';
import type { Output } from './output.js';

/** More buttons on one message would be cut to a few letters each. */
const mostButtons = 3;

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
  constructor(private readonly output: Output) {}

  /** Shows a failure of `subject`, which names what was tried, such as `00001/441`; what helps most comes first. */
  failure(subject: string, failure: CodedFailure, actions: readonly MessageAction[] = []): void {
    this.output.failure(subject, failure);
    const { message, advice } = wordFailure(failure);
    const text = [`${subject}: ${message}`, advice].filter(Boolean).join(' ');
    const severity = failure.code === 'in-doubt' ? 'warning' : 'error';
    this.offer(severity, text, [...helpFor(failure), ...actions]);
  }

  /** Shows that something went well. */
  success(text: string, actions: readonly MessageAction[] = []): void {
    this.offer('info', text, actions);
  }

  /** Shows something the user should know although the operation went on. */
  warning(text: string, actions: readonly MessageAction[] = []): void {
    this.offer('warning', text, actions);
  }

  private offer(
    severity: 'info' | 'warning' | 'error',
    text: string,
    actions: readonly MessageAction[],
  ): void {
    const output: MessageAction = {
      label: vscode.l10n.t('Show Output'),
      run: () => {
        this.output.show();
      },
    };
    const buttons = [...actions, output].slice(0, mostButtons);
    void showMessage(severity, text, ...buttons.map(({ label }) => label)).then((chosen) =>
      buttons.find(({ label }) => label === chosen)?.run(),
    );
  }
}

function helpFor(failure: CodedFailure): MessageAction[] {
  const command = (label: string, id: string): MessageAction => ({
    label,
    run: () => vscode.commands.executeCommand(id),
  });
  switch (failure.code) {
    case 'no-connection':
      if (failure.detail === 'simulator') {
        return [command(vscode.l10n.t('Start Local Simulator'), commands.startSimulator)];
      }
      return failure.detail === 'none'
        ? [
            command(vscode.l10n.t('Start Local Simulator'), commands.startSimulator),
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
