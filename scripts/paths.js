import path from 'node:path';

/** The repository's root, and the places that several scripts share. */
export const root = path.dirname(import.meta.dirname);
export const cache = path.join(root, '.cache');
export const out = path.join(root, 'out');
export const browserRecord = path.join(cache, 'browser.json');
/** Where each stage of the tests leaves its counts and the titles of what passed. */
export const summaries = path.join(cache, 'summaries');
export const vsixFile = path.join(root, 'thulium-campaign-records.vsix');
