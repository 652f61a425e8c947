import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder, removeFolder } from '../../support/editor/cleanup.js';
import { repositoryRoot } from '../../support/editor/installed.js';
import type { Locale } from '../../support/editor/profile.js';

/** The language that the invented words are given out as: one that the test editor knows. */
export const pseudoLocale: Locale = 'pl';

/** This extension with every word of ours written in accented letters, so that one left in English is seen. */
export interface PseudoExtension {
  folder: string;
  /** The text of a key of `package.nls.json`, as the window shows it. */
  manifestWord(key: string): string;
  remove(): void;
}

/** Needs the built product; the words are made from the English ones of now. */
export function pseudoExtension(): PseudoExtension {
  const folder = ownFolder('thulium-pseudo-');
  const manifestWords = pseudo('package.nls.json');
  // Copied, not linked: the editor tells by a module's real path whose words it may read.
  for (const name of ['package.json', 'package.nls.json', 'dist', 'media'])
    cpSync(join(repositoryRoot, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'l10n'));
  write(join(folder, 'l10n', `bundle.l10n.${pseudoLocale}.json`), pseudo('l10n/bundle.l10n.json'));
  write(join(folder, `package.nls.${pseudoLocale}.json`), manifestWords);
  return {
    folder,
    manifestWord: (key) => manifestWords[key] ?? '',
    remove: () => {
      removeFolder(folder);
    },
  };
}

function pseudo(file: string): Record<string, string> {
  const words: unknown = JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8'));
  return getL10nPseudoLocalized(words as Record<string, string>) as Record<string, string>;
}

function write(file: string, words: Record<string, string>): void {
  writeFileSync(file, JSON.stringify(words));
}
