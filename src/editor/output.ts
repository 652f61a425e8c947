import * as vscode from 'vscode';
import { line } from '../core/foreign.js';
import { hidden, type Redactor } from '../core/redact.js';
import type { AttemptReport } from '../thulium/types.js';
import { wordFailure } from '../messages/failures.js';
import type { CodedFailure } from '../core/errors.js';

/** The one log channel. Every line passes the redactor. */
export class Output {
  constructor(
    private readonly channel: vscode.LogOutputChannel,
    private readonly redactor: Redactor,
  ) {}

  show(): void {
    this.channel.show(true);
  }

  info(text: string): void {
    this.channel.info(line(this.redactor.redact(text)));
  }

  warn(text: string): void {
    this.channel.warn(line(this.redactor.redact(text)));
  }

  error(text: string): void {
    this.channel.error(line(this.redactor.redact(text)));
  }

  /** One line a request at Info; headers and bodies at Debug; what went wrong at Warning. */
  attempt(report: AttemptReport): void {
    const { request, attempt, durationMs, status } = report;
    const path = new URL(request.url);
    const what = `${request.method} ${path.pathname}${maskedQuery(path)} → ${status ?? report.failure?.code ?? '?'}`;
    this.info(`${what} (${Math.round(durationMs)} ms, ${vscode.l10n.t('attempt {0}', attempt)})`);
    this.debugAttempt(report);
    if (report.retryInMs !== undefined) {
      this.warn(
        vscode.l10n.t('Retrying in {0} ms: {1}', Math.round(report.retryInMs), report.failure?.code ?? ''),
      );
    }
  }

  /** A failure with its code, the API's messages, the request id and what to do next. */
  failure(subject: string, failure: CodedFailure): void {
    const { message, advice } = wordFailure(failure);
    this.error([`${subject}: [${failure.code}] ${message}`, advice].filter(Boolean).join(' '));
  }

  private debugAttempt(report: AttemptReport): void {
    if (this.channel.logLevel > vscode.LogLevel.Debug) return;
    const headers = (all: Readonly<Record<string, string>>): string =>
      Object.entries(all)
        .map(([name, value]) => `  ${name}: ${value}`)
        .join('\n');
    const lines = [
      `${report.request.method} ${report.request.url}`,
      headers({ ...report.requestHeaders, authorization: 'Basic •••' }),
      report.request.body ?? '',
      report.status === undefined ? '' : `HTTP ${report.status}`,
      report.responseHeaders ? headers(report.responseHeaders) : '',
      report.responseBody ?? '',
    ];
    const text = this.redactor.redact(lines.filter((each) => each !== '').join('\n'));
    this.channel.debug(text.split(/\r?\n/).map(line).join('\n'));
  }
}

/** Parameters that say which part of a list is read; the values of all others may be a customer's phone or e-mail. */
const pagingKeys = ['limit', 'offset', 'page'];

function maskedQuery({ searchParams }: URL): string {
  const parts = Array.from(
    searchParams,
    ([key, value]) => `${key}=${pagingKeys.includes(key) ? value : hidden}`,
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
