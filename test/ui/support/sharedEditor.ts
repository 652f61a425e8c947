import { after, afterEach } from 'mocha';
import { launchEditor, type Editor } from './editor.js';

let window: Promise<Editor> | undefined;

/**
 * One window for the tests of `oneWindow`, whose files bring systems of their own, under names of their own. What a
 * test opened is closed after it. A window costs more than most of what is tried in it. It closes after the last of them.
 */
export function sharedEditor(): Promise<Editor> {
  window ??= launchEditor();
  return window;
}

afterEach(async () => (await window)?.tidy());

after(async () => (await window)?.close());
