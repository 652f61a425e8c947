import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setWordsLocale } from '../../../src/messages/plural.js';

export type Language = 'en' | 'pl';

/** The Polish bundle as it ships; tests run in the project's folder. */
export function polishBundle(): Record<string, string> {
  return JSON.parse(readFileSync(path.resolve('l10n/bundle.l10n.pl.json'), 'utf8')) as Record<string, string>;
}

/** Speaks a language until told otherwise, as the extension does at its start. */
export function speak(language: Language): void {
  l10n.config({ contents: language === 'pl' ? polishBundle() : {} });
  setWordsLocale(language);
}

/** Words something in both languages; English is spoken afterwards. */
export function inBoth<T>(word: () => T): Record<Language, T> {
  speak('pl');
  const pl = word();
  speak('en');
  return { en: word(), pl };
}
