import * as l10n from '@vscode/l10n';
import type { Finding, RequestAction, RequestView } from '../../protocol/request.js';
import { button, element, icon } from '../kit/controls.js';

/** A request with its findings, and buttons for what can be made of it. */
export function drawRequest(
  view: RequestView,
  act: (action: RequestAction) => void,
  saveGroup: (index: number) => void,
): HTMLElement[] {
  return [
    ...(view.groups.length === 0 ? [] : [groups(view.groups, saveGroup)]),
    heading(view),
    findings(view),
    ...(view.actions.length === 0 ? [] : [actions(view.actions, act)]),
    ...(view.headers === null && view.body === null ? [] : [request(view)]),
    ...(view.response === null ? [] : [block('response', l10n.t('Response'), pretty(view.response))]),
  ];
}

/** Why the calls of a log failed; the call below is the first of the most frequent cause. */
function groups(all: RequestView['groups'], saveGroup: (index: number) => void): HTMLElement {
  return element(
    'section',
    { id: 'groups', 'aria-labelledby': 'groups-title' },
    element('h2', { id: 'groups-title' }, l10n.t('Failed Calls by Cause')),
    element(
      'ul',
      {},
      ...all.map(({ text, records }, index) =>
        element(
          'li',
          { class: 'group' },
          element('p', {}, text),
          ...(records === 0
            ? []
            : [
                button(
                  l10n.t('Save {0} IDs for a Bulk Update…', records),
                  () => {
                    saveGroup(index);
                  },
                  { secondary: true, id: `save-group-${index}` },
                ),
              ]),
        ),
      ),
    ),
  );
}

/** The findings in one sentence, for those who hear the page. */
export function summaryOf({ findings, remarks }: RequestView): string {
  return [...findings.map(({ message }) => message), ...remarks].join(' ');
}

function heading({ method, target, result, facts }: RequestView): HTMLElement {
  const outcome =
    result === null
      ? []
      : [
          ' ',
          element(
            'span',
            { class: `result ${result.good ? 'good' : 'bad'}` },
            '→ ',
            icon(result.good ? 'pass' : 'error'),
            result.text,
          ),
        ];
  return element(
    'header',
    {},
    element('h1', { id: 'request-title' }, `${method} ${target}`, ...outcome),
    element(
      'div',
      { class: 'facts' },
      ...facts.map(({ name, value }) => element('span', {}, `${name}: ${value}`)),
    ),
  );
}

function findings(view: RequestView): HTMLElement {
  return element(
    'section',
    { id: 'diagnosis', 'aria-labelledby': 'diagnosis-title' },
    element('h2', { id: 'diagnosis-title' }, l10n.t('Diagnosis')),
    ...(view.findings.length === 0 ? [] : [element('ul', {}, ...view.findings.map(finding))]),
    ...(view.remarks.length === 0
      ? []
      : [element('div', { class: 'remarks' }, ...view.remarks.map((text) => element('p', {}, text)))]),
  );
}

function finding({ code, certainty, sure, message }: Finding): HTMLElement {
  return element(
    'li',
    { class: `finding ${code === 'unchanged' ? 'unchanged' : certainty}` },
    element('p', {}, message),
    element('p', { class: 'sure' }, element('span', {}, sure), element('code', {}, code)),
  );
}

const labels: Record<RequestAction, () => string> = {
  file: () => l10n.t('Create Request File'),
  form: () => l10n.t('Open in Form'),
  copy: () => l10n.t('Copy As…'),
  explain: () => l10n.t('Explain Using the Active Connection'),
};

function actions(offered: readonly RequestAction[], act: (action: RequestAction) => void): HTMLElement {
  return element(
    'div',
    { class: 'buttons', role: 'group', 'aria-label': l10n.t('Use This Request') },
    ...offered.map((action, index) =>
      button(
        labels[action](),
        () => {
          act(action);
        },
        { secondary: index > 0, id: `act-${action}` },
      ),
    ),
  );
}

function request({ method, target, headers, body, bodyNote }: RequestView): HTMLElement {
  const lines = [
    `${method} ${target}\n`,
    ...(headers ?? []).flatMap(([name, value]) => [
      element('span', { class: 'header' }, `${name}:`),
      ` ${value}\n`,
    ]),
    ...(body === null || body === '' ? [] : ['\n', body]),
  ];
  const note = [
    headers === null ? l10n.t('The headers aren’t known.') : '',
    body === null ? l10n.t('The body isn’t known.') : '',
    body === '' ? l10n.t('No body.') : '',
    bodyNote ?? '',
  ].filter((text) => text !== '');
  const made = block('request', l10n.t('Request'), ...lines);
  if (note.length > 0) made.append(element('p', { class: 'hint' }, note.join(' ')));
  return made;
}

function block(id: string, title: string, ...content: (Node | string)[]): HTMLElement {
  return element(
    'section',
    { 'aria-labelledby': `${id}-block` },
    element('h2', { id: `${id}-block` }, title),
    content.every((each) => each === '')
      ? element('p', { class: 'hint' }, l10n.t('Empty.'))
      : element('pre', { id, tabindex: '0', 'aria-label': title }, ...content),
  );
}

/** JSON is easier to read in lines; anything else stays as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
