import * as vscode from 'vscode';
import type { CodedFailure } from '../../core/errors.js';
import { toFailure } from '../../messages/failures.js';

/** What a tool answers: JSON, for a model to read. */
export function toolResult(value: object): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(value))]);
}

/** A failure as the commands word it, with its code and the parameter at fault. */
export function toolFailure(failure: CodedFailure): vscode.LanguageModelToolResult {
  return toolResult({ error: toFailure(failure) });
}

/** Aborts when the editor takes the call back. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => {
    abort.abort();
  });
  return abort.signal;
}
