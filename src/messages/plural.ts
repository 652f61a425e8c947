import * as l10n from '@vscode/l10n';

/** Things that sentences count. */
export type Noun =
  | 'record'
  | 'row'
  | 'request'
  | 'update'
  | 'campaign'
  | 'second'
  | 'attempt'
  | 'problem'
  | 'file'
  | 'customer'
  | 'status'
  | 'agent'
  | 'run';

/** Plural forms of the languages we speak: English has `one` and `other`, Polish all four. */
type Form = 'one' | 'few' | 'many' | 'other';

/** Languages with words of ours; any other editor language reads English. */
const languages = ['en', 'pl'];

let locale = 'en';

/**
 * Sets the language in which things are counted, such as `vscode.env.language`. To be called where
 * `l10n.config` is, with the same language; English until then.
 */
export function setWordsLocale(language: string): void {
  const primary = language.toLowerCase().split('-')[0] ?? '';
  locale = languages.includes(primary) ? primary : 'en';
}

/** A number with one digit after the point, or the comma where the language wants one. */
export function decimal(value: number): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/**
 * A number with its noun in the right form: `1 record`, `5 records`; „1 rekord”, „2 rekordy”,
 * „5 rekordów”. The noun is in the nominative, so it stands well after a colon or alone.
 */
export function countOf(noun: Noun, count: number): string {
  const category = new Intl.PluralRules(locale).select(count);
  const form: Form = category === 'zero' || category === 'two' ? 'other' : category;
  return word(noun, form, new Intl.NumberFormat(locale).format(count));
}

/** Each form is a key of its own: a translator sees and fills every one. */
function word(noun: Noun, form: Form, n: string): string {
  return nouns[noun][form](n);
}

const nouns: Record<Noun, Record<Form, (n: string) => string>> = {
  record: {
    one: (n) => l10n.t({ message: '{0} record', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} records', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} records', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} records', args: [n], comment: 'plural form: other' }),
  },
  row: {
    one: (n) => l10n.t({ message: '{0} row', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} rows', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} rows', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} rows', args: [n], comment: 'plural form: other' }),
  },
  request: {
    one: (n) => l10n.t({ message: '{0} request', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} requests', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} requests', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} requests', args: [n], comment: 'plural form: other' }),
  },
  update: {
    one: (n) => l10n.t({ message: '{0} update', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} updates', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} updates', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} updates', args: [n], comment: 'plural form: other' }),
  },
  campaign: {
    one: (n) => l10n.t({ message: '{0} campaign', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} campaigns', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} campaigns', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} campaigns', args: [n], comment: 'plural form: other' }),
  },
  second: {
    one: (n) => l10n.t({ message: '{0} second', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} seconds', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} seconds', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} seconds', args: [n], comment: 'plural form: other' }),
  },
  attempt: {
    one: (n) => l10n.t({ message: '{0} attempt', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} attempts', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} attempts', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} attempts', args: [n], comment: 'plural form: other' }),
  },
  problem: {
    one: (n) => l10n.t({ message: '{0} problem', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} problems', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} problems', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} problems', args: [n], comment: 'plural form: other' }),
  },
  file: {
    one: (n) => l10n.t({ message: '{0} file', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} files', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} files', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} files', args: [n], comment: 'plural form: other' }),
  },
  customer: {
    one: (n) => l10n.t({ message: '{0} customer', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} customers', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} customers', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} customers', args: [n], comment: 'plural form: other' }),
  },
  status: {
    one: (n) => l10n.t({ message: '{0} status', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} statuses', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} statuses', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} statuses', args: [n], comment: 'plural form: other' }),
  },
  agent: {
    one: (n) => l10n.t({ message: '{0} call center agent', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} call center agents', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} call center agents', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} call center agents', args: [n], comment: 'plural form: other' }),
  },
  run: {
    one: (n) => l10n.t({ message: '{0} bulk update', args: [n], comment: 'plural form: one' }),
    few: (n) => l10n.t({ message: '{0} bulk updates', args: [n], comment: 'plural form: few' }),
    many: (n) => l10n.t({ message: '{0} bulk updates', args: [n], comment: 'plural form: many' }),
    other: (n) => l10n.t({ message: '{0} bulk updates', args: [n], comment: 'plural form: other' }),
  },
};
