import type { TextDocument, Uri } from 'vscode';

/** The language of request files: JSON with comments under a name of its own. */
export const requestFileLanguage = 'thulium-request-file';
const ending = '.thulium.json';

/** Where request files are looked for. */
export const requestFileGlob = `**/*${ending}`;
export const excludedGlob = '**/node_modules/**';

/** Documents that the features of request files are for, also where the user gave them another language. */
export const requestFileSelector = [{ language: requestFileLanguage }, { pattern: requestFileGlob }];

/** True for a request file, saved or not. */
export function isRequestFile({ languageId, uri }: Pick<TextDocument, 'languageId' | 'uri'>): boolean {
  return languageId === requestFileLanguage || isRequestFileUri(uri);
}

function isRequestFileUri(uri: Uri): boolean {
  return uri.path.endsWith(ending);
}
