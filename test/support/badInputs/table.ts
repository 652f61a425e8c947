import type { ProblemCode } from '../../../src/core/problems.js';
import type { RowProblemCode } from '../../../src/bulk/plan/checkRow.js';
import type { DiagnosisCode } from '../../../src/simulator/diagnosis/codes.js';
import { repairable, sentence, type Sentence, type SentenceName } from './sentences.js';

/** Everything that can carry an update into the product. */
export type Surface =
  'argument' | 'assistant' | 'requestFile' | 'csv' | 'curl' | 'explain' | 'form' | 'palette';

/** How a surface names what is wrong. */
export interface Told {
  code: ProblemCode | RowProblemCode | DiagnosisCode;
  words: Sentence;
}

export interface Change {
  campaignId?: string;
  customerId?: string;
  fields?: Readonly<Record<string, string>>;
}

export interface BadInput extends Told {
  what: string;
  /** Where the problem is told. */
  field: string;
  /** What stands instead of the vendor's example. */
  change: Change;
  /** The user may send it all the same. */
  warns?: boolean;
  /** Only the campaign's statuses tell. */
  byStatuses?: boolean;
  /** Surfaces that cannot carry it, and why. */
  cannot?: Partial<Record<Surface, string>>;
  /** Surfaces that tell it in another way, because something else becomes of it there. */
  otherwise?: Partial<Record<Surface, Told>>;
}

type More = Pick<BadInput, 'warns' | 'byStatuses' | 'cannot' | 'otherwise'>;

const oneLine = 'a box of one line takes no line break';
const untypable = 'half a character can be neither typed nor pasted';
const bytes = { csv: 'a file is bytes, which hold no half character', explain: 'so is a request' };

const labels = {
  campaignId: { en: 'Campaign', pl: 'Kampania' },
  customerId: { en: 'Customer', pl: 'Klient' },
} as const;

const diagnosed = { campaignId: 'campaign-id-shape', customerId: 'customer-unknown' } as const;

function id(
  field: keyof typeof labels,
  value: string,
  code: SentenceName & ProblemCode,
  facts: readonly (string | Sentence)[] = [value],
  cannot: BadInput['cannot'] = {},
): BadInput {
  const words = sentence(code, ...facts);
  const decoded = value.replace(/%2([ef])/g, (_, hex: string) => (hex === 'e' ? '.' : '/'));
  const explained = decoded === value ? words : sentence(code, decoded);
  return {
    what: `${field} ${JSON.stringify(value)}`,
    field,
    change: { [field]: value },
    code,
    words,
    cannot,
    otherwise: {
      explain: { code: diagnosed[field], words: explained },
      ...repairedInFile(field, value, code, words),
    },
  };
}

/** Numbers that somebody grouped and ids without their zeros are common in files: their column can be repaired. */
function repairedInFile(
  field: keyof typeof labels,
  value: string,
  code: ProblemCode,
  words: Sentence,
): BadInput['otherwise'] {
  if (code === 'campaign-id-zeros-lost') return { csv: { code, words: repairable(words, 'campaign-zeros') } };
  if (!/\s/.test(value)) return {};
  const [digits, ...fixes] =
    field === 'campaignId'
      ? ([value.replace(/\s/, '').padStart(5, '0'), 'spaces', 'campaign-zeros'] as const)
      : ([value.replace(/\s/, ''), 'spaces'] as const);
  const spaces = sentence('number-spaces', labels[field], value, digits);
  return { csv: { code: 'number-spaces', words: repairable(spaces, ...fixes) } };
}

const atTheEdge = (what: string): BadInput['cannot'] => ({ curl: what, explain: what });

/** The ids of both kinds that climb, cut or hide. */
function oddIds(
  field: keyof typeof labels,
  shape: SentenceName & ProblemCode,
  texts: readonly string[],
): BadInput[] {
  return [
    ...['..', '.', '%2e%2e', 'a%2fb', '\\..\\', ...texts].map((text) => id(field, text, shape)),
    id(field, '../x', shape, undefined, atTheEdge('a slash ends the part of the path')),
    id(field, '1?x', shape, undefined, atTheEdge('a question mark ends the path')),
    id(field, '1#x', shape, undefined, atTheEdge('a # ends the path')),
    id(field, '1\t2', shape),
    id(field, '1\n2', shape, undefined, { form: oneLine, palette: oneLine }),
    id(field, '', 'blank', [labels[field]], {
      ...atTheEdge('a path without it names no record'),
      palette: 'an empty box is no answer yet',
    }),
    id(field, '\ud800', 'lone-surrogate', [labels[field]], { ...bytes, form: untypable, palette: untypable }),
  ];
}

function inField(
  field: string,
  value: string,
  code: ProblemCode,
  words: Sentence,
  explained: Told,
  more: More = {},
): BadInput {
  const { otherwise, ...rest } = more;
  return {
    what: `${field} ${JSON.stringify(value)}`,
    field,
    change: { fields: { [field]: value } },
    code,
    words,
    otherwise: { explain: explained, ...otherwise },
    ...rest,
  };
}

function date(
  value: string,
  code: SentenceName & ProblemCode,
  diagnosis: DiagnosisCode,
  words = sentence(code, value),
  more: More = {},
): BadInput {
  return inField('next_call_date', value, code, words, { code: diagnosis, words }, more);
}

/** In a form that can be told from the text. */
function rewritten(value: string, meant: string): BadInput {
  const words = sentence('date-rewritten', value, meant);
  const csv: Told = { code: 'date-format', words: repairable(words, 'dates') };
  return date(value, 'date-format', 'date-format', words, { otherwise: { csv } });
}

const ofKnownFields = 'it has the known fields alone';

function incomplete(
  fields: Readonly<Record<string, string>>,
  code: 'agent-required' | 'date-required',
  name: SentenceName,
): BadInput {
  return {
    what: `${JSON.stringify(fields)} without what its status needs`,
    field: code === 'agent-required' ? 'agent_login' : 'next_call_date',
    change: { fields },
    code,
    words: sentence(name),
    byStatuses: true,
    cannot: { palette: 'it asks for what is missing', curl: 'it is held against no lists until it is sent' },
  };
}

/** Bad ids, dates and fields, each as every surface gets it, with the sentence that its user must read. */
export const badInputs: readonly BadInput[] = [
  ...oddIds('campaignId', 'campaign-id-shape', ['０００００', '000001']),
  id('campaignId', '1', 'campaign-id-zeros-lost', ['1', '00001']),
  ...oddIds('customerId', 'customer-id-shape', ['４４１', '1'.repeat(21)]),
  id('customerId', '1E5', 'customer-id-scientific'),
  id('customerId', '1,23457E+11', 'customer-id-scientific'),

  date('2026-02-30 10:00', 'date-impossible', 'date-impossible'),
  date('2026-05-24 24:00', 'date-impossible', 'date-impossible'),
  date('24:00', 'date-format', 'date-format'),
  rewritten('2026-05-24T12:24', '2026-05-24 12:24'),
  rewritten('2026-05-24 12:24:00', '2026-05-24 12:24'),
  rewritten('2026-5-24 12:24', '2026-05-24 12:24'),
  date('2026-03-29 02:30', 'date-gap', 'date-impossible'),
  date('2026-10-25 02:30', 'date-overlap', 'date-impossible', undefined, { warns: true }),
  date('2018-05-24 12:24', 'date-past', 'date-impossible', undefined, {
    warns: true,
    otherwise: { explain: { code: 'date-impossible', words: sentence('is-past', '2018-05-24 12:24') } },
  }),

  ...['1.5', '-1', 'abc'].map((value) => {
    const words = sentence('order-shape', value);
    return inField('order', value, 'order-shape', words, { code: 'null-value', words });
  }),
  ...['j\u0007doe', 'j\tdoe', 'j\ndoe'].map((value) =>
    inField(
      'agent_login',
      value,
      'agent-login-shape',
      sentence('agent-login-shape'),
      { code: 'agent-unknown', words: sentence('no-agent', value) },
      value.includes('\n') ? { cannot: { form: oneLine, palette: oneLine } } : {},
    ),
  ),
  {
    what: 'no field at all',
    field: 'fields',
    change: { fields: {} },
    code: 'no-fields',
    words: sentence('no-fields'),
    otherwise: { explain: { code: 'unchanged', words: sentence('changes-nothing') } },
  },
  {
    what: 'an unknown field',
    field: 'statusId',
    change: { fields: { statusId: '3', order: '5' } },
    code: 'unknown-key',
    words: sentence('unknown-key', 'statusId'),
    cannot: { form: ofKnownFields, palette: ofKnownFields, csv: 'a file may have columns of its own' },
    otherwise: {
      curl: { code: 'unknown-key', words: sentence('left-out', 'statusId') },
      explain: { code: 'unknown-key', words: sentence('did-you-mean', 'statusId', 'status_id') },
    },
  },
  incomplete({ status_id: '7', next_call_date: '2030-05-24 12:24' }, 'agent-required', 'agent-required'),
  incomplete({ status_id: '7', agent_login: 'j.doe' }, 'date-required', 'date-required-mine'),
  incomplete({ status_id: '8' }, 'date-required', 'date-required-later'),
];

/** What looks odd and is sent as it stands. */
export const goodInputs: readonly { what: string; change: Change }[] = [
  { what: 'customerId "9007199254740993"', change: { customerId: '9007199254740993' } },
  { what: 'next_call_date "2028-02-29 10:00"', change: { fields: { next_call_date: '2028-02-29 10:00' } } },
];

/** Systems and credentials, which the argument of Add Connection and its steps in the palette carry. */
export const badConnections: readonly (Told & {
  field: 'system' | 'username' | 'password';
  value: string;
})[] = [
  ...['evil.com/', 'evil.com#', 'a@evil.com', 'a\\b', 'a.b', 'a'.repeat(64), 'ż'].map((value) => ({
    field: 'system' as const,
    value,
    code: 'system-shape' as const,
    words: sentence('system-shape', value),
  })),
  ...['a:b', 'a\r\nb', 'a\u0000b'].map((value) => ({
    field: 'username' as const,
    value,
    code: 'username-shape' as const,
    words: sentence('username-shape'),
  })),
  ...['a\r\nb', 'a\u0000b'].map((value) => ({
    field: 'password' as const,
    value,
    code: 'password-shape' as const,
    words: sentence('password-shape'),
  })),
];

/** The rows that a surface can carry, as it tells them. */
export function carriedBy(surface: Surface): readonly (BadInput & { told: Told })[] {
  return badInputs
    .filter(({ cannot }) => cannot?.[surface] === undefined)
    .map((row) => ({ ...row, told: row.otherwise?.[surface] ?? row }));
}
