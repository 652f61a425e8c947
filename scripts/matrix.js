import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeCompanion } from './matrix/companion.js';
import { out, root } from './paths.js';

// Photographs every surface in four themes and two languages into out/screenshots/matrix, to be looked at one by one.

const built = (file) => import(path.join(out, 'test', file));
const { launchEditor } = await built('ui/support/editor.js');
const { cutTexts } = await built('ui/support/cutTexts.js');
const { demoFolder, ownCommands, ownTitles } = await built('ui/support/pages.js');
const { startSystem } = await built('ui/support/system.js');
const { themeNames, themes } = await built('ui/support/themes.js');
const { until } = await built('support/until.js');
const { ownFolder } = await built('support/editor/cleanup.js');

/** Told in this order: a later story looks at what an earlier one has left in the views. */
const chapters = [
  'pages',
  'palette',
  'pickers',
  'connections',
  'production',
  'bulk',
  'history',
  'files',
  'untrusted',
];

/**
 * Each language in a window of its own: `THULIUM_MATRIX=pl` takes one of them, `THULIUM_MATRIX_STORIES=bulk,palette`
 * only these chapters.
 */
export async function photographAll() {
  const wanted = process.env['THULIUM_MATRIX']?.split(',') ?? ['en', 'pl'];
  for (const locale of wanted) await photographLanguage(locale);
}

async function photographLanguage(locale) {
  const folder = ownFolder('thulium-matrix-');
  cpSync(demoFolder, folder, { recursive: true });
  const system = await startSystem();
  const companion = makeCompanion();
  const open = (more) =>
    launchEditor({
      locale,
      folder,
      allBuiltIn: true,
      extensionPaths: [root, companion.folder],
      settings: {
        'thulium.bulk.requestsPerSecond': 20,
        'thulium.maxAttempts': 1,
        'workbench.editor.useModal': 'off',
      },
      ...more,
    });
  const editor = await open();
  const tools = { ...words(locale), locale, folder, system, companion, open };
  try {
    await tell(editor, tools);
  } finally {
    await editor.close();
    await system.close();
  }
}

async function tell(editor, tools) {
  const chosen = process.env['THULIUM_MATRIX_STORIES']?.split(',') ?? chapters;
  const window = windowTools(editor, tools);
  const { begin } = await import('./matrix/begin.js');
  await begin(window);
  for (const chapter of chapters.filter((each) => chosen.includes(each))) {
    const { stories } = await import(`./matrix/${chapter}.js`);
    for (const [name, story] of Object.entries(stories)) {
      await story(window).catch(async (error) => {
        console.error(`${name}, ${tools.locale}: ${error.message}`);
        await editor.screenshot(path.join('matrix', 'failed', `${name}-${tools.locale}.png`));
      });
      await window.tidy();
    }
  }
}

/** What a story works with: a window, words in its language, a system of its own and the camera. */
export function windowTools(editor, tools) {
  const { companion, locale } = tools;
  const made = {
    ...tools,
    editor,
    run: ownCommands(editor, locale),
    /** Photographs what is on the screen in every theme, after striking a pose that a change of theme spoils. */
    picture: async (name, pose = async () => undefined) => {
      if (await editor.quickInput.widget.isVisible())
        for (const text of await cutTexts(editor.quickInput.widget))
          console.error(`${name}, ${locale}: cut: ${text}`);
      for (const theme of themeNames) {
        companion.changeTheme(theme);
        await until(`the theme ${theme}`, () => isShown(editor, themes[theme].bodyClass));
        await pose();
        const suffix = theme.replace('Default ', '').toLowerCase().replaceAll(' ', '-');
        await editor.screenshot(path.join('matrix', `${name}-${locale}-${suffix}.png`));
      }
    },
    /** Leaves nothing open for the next story. */
    tidy: async () => {
      const { page } = editor;
      tools.system.control.clearFaults();
      for (const open of ['.monaco-dialog-box', '.monaco-menu', '.quick-input-widget'])
        while (await page.locator(open).first().isVisible()) await page.keyboard.press('Escape');
      await editor.runCommand('View: Revert and Close Editor').catch(() => undefined);
      await editor.tidy();
    },
  };
  return made;
}

/** Whether the window and every page of ours in it have a theme of this kind. */
async function isShown({ page }, bodyClass) {
  const kinds = await Promise.all(
    page.frames().map((frame) => frame.evaluate(kindOf).catch(() => undefined)),
  );
  return kinds.every((kind) => kind === undefined || kind === bodyClass);
}

/* global document -- of the frame that this runs in */
function kindOf() {
  const workbench = document.querySelector('.monaco-workbench');
  if (!workbench) return document.body.dataset.vscodeThemeKind;
  const kinds = {
    vs: 'light',
    'vs-dark': 'dark',
    'hc-black': 'high-contrast',
    'hc-light': 'high-contrast-light',
  };
  return `vscode-${Object.entries(kinds).find(([name]) => workbench.classList.contains(name))?.[1]}`;
}

function words(locale) {
  const translated = JSON.parse(readFileSync(path.join(root, 'l10n', 'bundle.l10n.pl.json'), 'utf8'));
  const titles = ownTitles(locale);
  return {
    /** A sentence of ours in the window's language. */
    say: (english) => (locale === 'pl' ? (translated[english] ?? english) : english),
    title: (key) => titles[key],
  };
}
