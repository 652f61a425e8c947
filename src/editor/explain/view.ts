import * as vscode from 'vscode';
import type { CodedFailure } from '../../core/errors.js';
import { hidePasted } from '../../paste/secrets.js';
import type { Finding, RequestAction, RequestView } from '../../protocol/request.js';
import type { Diagnosis } from '../../simulator/diagnosis/codes.js';
import { parseTarget } from '../../simulator/diagnosis/route.js';
import { recordsOf, type FailureGroup } from '../../paste/readPaste.js';
import type { PastedExchange } from '../../paste/pastedRequest.js';
import type { GatewayEntry, GatewayRefusal } from '../../gateway/passedLog.js';
import { keptBodyBytes, type RequestEntry } from '../../simulator/server/requestLog.js';
import { classify } from '../../thulium/classify.js';
import { wordCertainty, wordDiagnosis } from '../../messages/diagnosis.js';
import { wordFailure } from '../../messages/failures.js';
import { wordFaultKind } from '../../messages/simulator.js';
import { statusText } from '../simulator/requestsTree.js';

type Redact = (text: string) => string;

/** A request that reached the simulator or the gateway, as its page shows it. */
export function viewOfEntry(entry: RequestEntry | GatewayEntry, redact: Redact): RequestView {
  const { method, path, status, at, durationMs, requestId, bodyBytes, fault, refused } = entry;
  const clean = (text: string): string => redact(hidePasted(text));
  const remarks = [
    ...(fault === undefined ? [] : [faultRemark(fault)]),
    ...('source' in entry ? gatewayRemarks(entry) : entry.refused ? [refusalRemark(entry.refused)] : []),
    ...(entry.diagnosis.length > 0 ||
    fault !== undefined ||
    refused !== undefined ||
    status === 0 ||
    status >= 400
      ? []
      : [vscode.l10n.t('Nothing is wrong with this request.')]),
  ];
  return {
    method,
    target: clean(path),
    result: { text: statusText(entry), good: status >= 200 && status < 400 },
    facts: [
      { name: vscode.l10n.t('Received'), value: dateTime(at) },
      { name: vscode.l10n.t('Response time'), value: vscode.l10n.t('{0} ms', durationMs) },
      ...(requestId === '' ? [] : [{ name: 'request_id', value: requestId }]),
    ],
    findings: findingsOf(entry.diagnosis),
    remarks,
    headers: entry.headers.map(([name, value]) => [name, clean(value)]),
    body: clean(entry.body),
    bodyNote:
      bodyBytes > keptBodyBytes ? vscode.l10n.t('First {0} of {1} bytes', keptBodyBytes, bodyBytes) : null,
    response: clean(entry.responseBody),
    groups: [],
    actions: [...actionsFor(method, path), 'explain'],
  };
}

/** What was explained, as its page shows it. */
export function viewOfPaste(
  pasted: PastedExchange,
  diagnoses: readonly Diagnosis[],
  notes: readonly string[],
  redact: Redact,
  groups: readonly FailureGroup[] = [],
): RequestView {
  const { method = 'PUT', url, headers, body, status, response } = pasted;
  const clean = (text: string): string => redact(hidePasted(text));
  const said = answerRemarks(pasted);
  return {
    method,
    target: url === undefined ? vscode.l10n.t('(address not known)') : clean(url),
    result: status === undefined ? null : { text: String(status), good: status >= 200 && status < 400 },
    facts: [],
    findings: findingsOf(diagnoses),
    remarks: [
      ...(diagnoses.length > 0 ? [] : [vscode.l10n.t('Nothing in the request explains why it was refused.')]),
      ...said.map(clean),
      ...readingRemarks(pasted),
      ...notes,
    ],
    headers:
      headers?.map(([name, value]) => {
        const shown = clean(`${name}: ${value}`);
        return [name, shown.slice(name.length + 2)];
      }) ?? null,
    body: body === undefined ? null : clean(body),
    bodyNote: null,
    response: response === undefined ? null : clean(response),
    groups: groups.map((group) => ({
      text: clean(groupText(group)),
      records: recordsOf(group.calls).length,
    })),
    actions: url === undefined ? [] : actionsFor(method, url),
  };
}

/** What the status and the API's own messages say, in the words of every other failure. */
function answerRemarks({ status, response = '' }: PastedExchange): string[] {
  if (status === undefined) return [];
  const failure: CodedFailure | undefined = classify({ status, headers: {}, body: response }).failure;
  if (!failure) return [];
  const { message, advice } = wordFailure(failure);
  // This page is where that is explained.
  if (failure.code === 'rejected' && !failure.apiErrors?.length) return [message];
  return [advice === undefined ? message : `${message} ${advice}`];
}

/** How a paste was read, where that limits what can be said. */
function readingRemarks({
  kind,
  bodyForm,
  body,
  variables = [],
  responseCut,
  line = 1,
}: PastedExchange): string[] {
  return [
    ...(responseCut === true
      ? [vscode.l10n.t('The client cut the response. Log the whole response body to see the rest.')]
      : []),
    ...(bodyForm === 'value' && body !== undefined
      ? [vscode.l10n.t('The body is shown as a program prints it, so its JSON can’t be checked.')]
      : []),
    ...(variables.length > 0
      ? [vscode.l10n.t('Not checked, because the text doesn’t show their values: {0}.', variables.join(', '))]
      : []),
    ...(kind === 'log' && line > 1 ? [vscode.l10n.t('Read from line {0}.', line)] : []),
  ];
}

/** A cause with how often it came: `12 × 400: Agent not found.` */
function groupText({ status, message, calls }: FailureGroup): string {
  const cause = message === '' ? vscode.l10n.t('the log doesn’t say why') : message;
  return `${calls.length} × ${status ?? '?'}: ${cause}`;
}

function findingsOf(diagnoses: readonly Diagnosis[]): Finding[] {
  return diagnoses.map((each) => ({
    code: each.code,
    certainty: each.certainty,
    sure: wordCertainty(each.certainty),
    message: wordDiagnosis(each),
  }));
}

function actionsFor(method: string, target: string): RequestAction[] {
  return parseTarget(method, target).route?.call === 'updateRecord' ? ['file', 'form', 'copy'] : [];
}

function faultRemark(fault: NonNullable<RequestEntry['fault']>): string {
  const { label, detail } = wordFaultKind(fault);
  return vscode.l10n.t('Hit by the simulated fault “{0}”: {1}', label, detail);
}

/** What the gateway has to say of a request that did not pass, or got no answer. */
function gatewayRemarks({ refused, failure }: GatewayEntry): string[] {
  if (refused) return [vscode.l10n.t('It didn’t pass the gateway: {0}', gatewayRefusal(refused))];
  if (!failure) return [];
  const { message, advice } = wordFailure(failure);
  return [[message, advice].filter(Boolean).join(' ')];
}

function gatewayRefusal(refused: GatewayRefusal): string {
  switch (refused) {
    case 'host':
      return vscode.l10n.t('its Host header names another machine.');
    case 'cross-site':
      return vscode.l10n.t('a browser sent it for another site. Call the API from your server.');
    case 'too-large':
      return vscode.l10n.t('its body is larger than 1 MB.');
    case 'malformed':
      return vscode.l10n.t('it isn’t a valid HTTP request.');
    case 'incomplete':
      return vscode.l10n.t('its body is shorter than its Content-Length.');
    case 'writes':
      return vscode.l10n.t('only reads pass to a production system or over a read-only connection.');
    case 'changed':
      return vscode.l10n.t('the connection was changed or removed, and watching stopped.');
    case 'loop':
      return vscode.l10n.t('the gateway leads to itself.');
  }
}

function refusalRemark(refused: NonNullable<RequestEntry['refused']>): string {
  switch (refused) {
    case 'host':
      return vscode.l10n.t(
        'The simulator refused it because of its Host header. Allow the name in the setting thulium.simulator.allowedHosts.',
      );
    case 'cross-site':
      return vscode.l10n.t(
        'The simulator refused it because a browser sent it on behalf of another site. Call the API from your server.',
      );
    case 'too-large':
      return vscode.l10n.t('The simulator refused it because its body exceeds 1 MB.');
    case 'malformed':
      return vscode.l10n.t('Couldn’t read an HTTP request.');
  }
}

function dateTime(at: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(at),
  );
}
