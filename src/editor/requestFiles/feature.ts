/** Request files: their commands and what the editor offers in them, one piece of code. */
import '../shared.js';
export * from './commands.js';
export * from './newFile.js';
export * from './preview.js';
export * from './requestFiles.js';
