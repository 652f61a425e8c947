import type { TextDocument, Uri } from 'vscode';

/** The language of request files: JSON with comments under a name of its own. */
export const updateFileLanguage = 'thulium-update-file';
const ending = '.thulium.json';

/** Where request files are looked for. */
export const updateFileGlob = `**/*${ending}`;
export const excludedGlob = '**/node_modules/**';

/** Documents that the features of request files are for, also where the user gave them another language. */
export const updateFileSelector = [{ language: updateFileLanguage }, { pattern: updateFileGlob }];

/** True for a request file, saved or not. */
export function isUpdateFile({ languageId, uri }: Pick<TextDocument, 'languageId' | 'uri'>): boolean {
  return languageId === updateFileLanguage || isUpdateFileUri(uri);
}

function isUpdateFileUri(uri: Uri): boolean {
  return uri.path.endsWith(ending);
}
