import * as l10n from '@vscode/l10n';
import type { Certainty, Diagnosis, DiagnosisCode } from '../simulator/diagnosis/codes.js';
import { answerWords } from './diagnosisAnswer.js';
import { bodyWords } from './diagnosisBody.js';
import { fieldWords } from './diagnosisFields.js';
import { requestWords } from './diagnosisRequest.js';
import { quoted } from './quoted.js';

/** Facts of a diagnosis, fit to stand in a sentence; `''` where there is none. */
export interface DiagnosisFacts {
  kind: string;
  value: string;
  param: (name: string) => string;
}

/** What was found, and what to change. */
export type DiagnosisWords = (facts: DiagnosisFacts) => string;

const words: Record<DiagnosisCode, DiagnosisWords> = {
  ...requestWords,
  ...bodyWords,
  ...fieldWords,
  ...answerWords,
};

/** One to three sentences in the user's language: what was found in a request and what to change. */
export function wordDiagnosis(diagnosis: Diagnosis): string {
  const { params = {} } = diagnosis;
  const text = words[diagnosis.code]({
    kind: params.kind ?? '',
    value: quoted(params.value),
    param: (name) => quoted(params[name]),
  });
  return diagnosis.certainty === 'unknown' && diagnosis.code !== 'success-misread'
    ? `${text} ${l10n.t('It is not documented what Thulium does with it.')}`
    : text;
}

/** How sure a diagnosis is, in words. */
export function wordCertainty(certainty: Certainty): string {
  switch (certainty) {
    case 'documented':
      return l10n.t('Certain: documented');
    case 'likely':
      return l10n.t('Likely');
    case 'unknown':
      return l10n.t('Not documented');
  }
}
