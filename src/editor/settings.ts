import * as vscode from 'vscode';
import { readSetting, type Settings } from '../core/settings.js';
import { settingsSection } from '../manifest.js';

const refused = new vscode.EventEmitter<string>();
/** Hears, in words, of a value that is not used, once for each. */
export const onDidRefuseSetting = refused.event;
const told = new Set<string>();

/**
 * One setting's value; all are of application scope, so no workspace can change one. A value out of its range, or of
 * another type, is not used: the default is.
 */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  const found = vscode.workspace.getConfiguration(settingsSection).inspect(name);
  if (found?.globalValue !== undefined) {
    const value = readSetting(name, found.globalValue);
    if (value !== undefined) return value;
    refuse(name, found.globalValue, found.defaultValue);
  }
  const value = readSetting(name, found?.defaultValue);
  if (value === undefined) throw new TypeError(`No setting ${settingsSection}.${name} in the manifest`);
  return value;
}

function refuse(name: string, value: unknown, instead: unknown): void {
  const written = shown(value);
  if (told.has(`${name} ${written}`)) return;
  told.add(`${name} ${written}`);
  refused.fire(
    vscode.l10n.t(
      '{0} isn’t a valid value for {1}. Using {2}.',
      written,
      `${settingsSection}.${name}`,
      shown(instead),
    ),
  );
}

/** As it stands in the file of the settings, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The time zone by which dates are judged. */
export function timeZone(): string {
  return setting('timeZone');
}

/** The language in which the API is asked to answer. */
export function responseLanguage(): 'en' | 'pl' {
  const wanted = setting('responseLanguage');
  if (wanted !== 'auto') return wanted;
  return vscode.env.language.startsWith('pl') ? 'pl' : 'en';
}
