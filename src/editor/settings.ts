import * as vscode from 'vscode';
import { settingsSection, type Settings } from '../manifest.js';

/** One setting's value; all are of application scope, so no workspace can change one. */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  const found = vscode.workspace.getConfiguration(settingsSection).inspect<Settings[Name]>(name);
  const value = found?.globalValue ?? found?.defaultValue;
  if (value === undefined) throw new TypeError(`No setting ${settingsSection}.${name} in the manifest`);
  return value;
}

/** Thulium's own, and the setting's default. */
const ownTimeZone = 'Europe/Warsaw';

/** The time zone by which dates are judged; one that does not exist falls back to Thulium's own. */
export function timeZone(): string {
  const name = setting('timeZone');
  // The platform takes 15 ms to load its clocks: nobody waits for that to hear that the zone we name ourselves exists.
  if (name === ownTimeZone) return name;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return ownTimeZone;
  }
}

/** The language in which the API is asked to answer. */
export function responseLanguage(): 'en' | 'pl' {
  const wanted = setting('responseLanguage');
  if (wanted !== 'auto') return wanted;
  return vscode.env.language.startsWith('pl') ? 'pl' : 'en';
}
