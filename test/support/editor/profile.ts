import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder, removeFolder } from './cleanup.js';

export type Locale = 'en' | 'pl';

/** A fresh set of an editor's folders. */
export interface Profile {
  locale: Locale;
  /** The server's folder; logs, storage and settings are below its `data`. */
  serverDataDir: string;
  /** The user's data inside `serverDataDir`. */
  userDataDir: string;
  extensionsDir: string;
  /** An empty folder to open where a test brings none. */
  emptyFolder: string;
  remove(): void;
}

/** What keeps a test editor quiet and still; a test's own settings win. */
const quiet: Record<string, unknown> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * Makes the folders of a new, empty profile under the system's temporary folder.
 * Polish needs no language pack: the server takes a list of packs that names an empty translation.
 */
export function createProfile(
  options: { locale?: Locale; settings?: Record<string, unknown> } = {},
): Profile {
  const home = ownFolder('thulium-editor-');
  const profile: Profile = {
    locale: options.locale ?? 'en',
    serverDataDir: join(home, 'server'),
    userDataDir: join(home, 'server', 'data'),
    extensionsDir: join(home, 'extensions'),
    emptyFolder: join(home, 'folder'),
    remove: () => {
      removeFolder(home);
    },
  };
  for (const folder of [join(profile.userDataDir, 'User'), profile.extensionsDir, profile.emptyFolder])
    mkdirSync(folder, { recursive: true });
  writeJson(join(profile.userDataDir, 'User', 'settings.json'), { ...quiet, ...options.settings });
  if (profile.locale === 'pl') offerPolish(profile.userDataDir);
  return profile;
}

/**
 * Installs an extension's folder as it stands, by a link. Unlike an extension "under development" it needs no
 * driver flag, under which the editor would show no notifications.
 */
export function linkExtension(profile: Profile, folder: string): void {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const fields: Record<string, unknown> = typeof manifest === 'object' ? { ...manifest } : {};
  const { publisher, name, version } = fields;
  if (typeof publisher !== 'string' || typeof name !== 'string' || typeof version !== 'string')
    throw new Error(`${folder} holds no extension.`);
  symlinkSync(folder, join(profile.extensionsDir, `${publisher}.${name}-${version}`), 'junction');
}

function offerPolish(userDataDir: string): void {
  const translations = join(userDataDir, 'main.i18n.json');
  writeJson(translations, { '': ['none'], version: '1.0.0', contents: {} });
  writeJson(join(userDataDir, 'languagepacks.json'), {
    pl: {
      hash: 'none',
      extensions: [{ extensionIdentifier: { id: 'none.pl' }, version: '0.0.1' }],
      translations: { vscode: translations },
      label: 'polski',
    },
  });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, undefined, 2));
}
