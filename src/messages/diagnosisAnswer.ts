import * as l10n from '@vscode/l10n';
import type { DiagnosisCode } from '../simulator/diagnosis/codes.js';
import type { DiagnosisWords } from './diagnosis.js';

type AnswerCode = Extract<
  DiagnosisCode,
  'unknown-parameter' | 'limit-cut' | 'success-misread' | 'record-exists' | 'not-simulated'
>;

/** What the answer of a call holds, and how it may be misread. */
export const answerWords: Record<AnswerCode, DiagnosisWords> = {
  'unknown-parameter': ({ kind, param }) => {
    const name = param('parameter');
    if (kind === 'body')
      return l10n.t('“{0}” is in the query. This call takes its parameters from the JSON body.', name);
    const probable = param('probable');
    if (probable === '')
      return kind === 'everybody'
        ? l10n.t(
            '“{0}” isn’t a parameter of this call. It’s probably ignored, so the response isn’t filtered by it.',
            name,
          )
        : l10n.t('“{0}” isn’t a parameter of this call. It’s probably ignored.', name);
    return kind === 'everybody'
      ? l10n.t(
          '“{0}” isn’t a parameter of this call. It’s probably ignored, so the response isn’t filtered by it. Did you mean {1}?',
          name,
          probable,
        )
      : l10n.t(
          '“{0}” isn’t a parameter of this call. It’s probably ignored. Did you mean {1}?',
          name,
          probable,
        );
  },
  'limit-cut': ({ kind, param }) =>
    kind === 'limit'
      ? l10n.t(
          'limit is {0}, but this call returns at most {1} at a time. Read the rest with offset.',
          param('limit'),
          param('largest'),
        )
      : l10n.t(
          'The response holds {0} of {1} records (count). Read the rest with offset={2}.',
          param('read'),
          param('count'),
          param('offset'),
        ),
  'success-misread': ({ kind, param }) =>
    kind === 'repeated'
      ? l10n.t(
          'The same request had already succeeded (HTTP {0}). If your code took that for an error, accept every 2xx status with an empty body. A queue that delivers twice looks the same.',
          param('status'),
        )
      : l10n.t(
          'HTTP {0} is a success, even with an empty body. Code that accepts only 200, or takes an empty body for an error (as the vendor’s PHP sample does), reports a failure here.',
          param('status'),
        ),
  'record-exists': ({ kind, value }) => {
    if (kind === 'response')
      return l10n.t(
        'The response says that the customer already has a record in this campaign: update it with PUT.',
      );
    if (value === '')
      return l10n.t(
        'A customer of the batch already has a record in this campaign (ALREADY_EXISTS): update it with PUT.',
      );
    return kind === 'batch'
      ? l10n.t(
          'Customer {0} already has a record in this campaign (ALREADY_EXISTS): update it with PUT.',
          value,
        )
      : l10n.t(
          'Customer {0} already has a record in this campaign: update it with PUT. The batch call answers this with ALREADY_EXISTS.',
          value,
        );
  },
  'not-simulated': ({ kind, param }) => {
    const call = `${param('method')} ${param('path')}`;
    switch (kind) {
      case 'dictionary':
        return l10n.t(
          '{0} is a call of the API that the simulator doesn’t play. Its status_id is a dictionary status, not a status of one campaign.',
          call,
        );
      case 'by-phone':
        return param('suggestion') === ''
          ? l10n.t(
              '{0} is a call of the API that the simulator doesn’t play: it works by phone number, on campaigns that aren’t fed from the CRM.',
              call,
            )
          : l10n.t(
              '{0} is a call of the API that the simulator doesn’t play: it works by phone number, on campaigns that aren’t fed from the CRM. For a CRM campaign use {1}.',
              call,
              param('suggestion'),
            );
      default:
        return l10n.t('{0} is a call of the API that the simulator doesn’t play.', call);
    }
  },
};
