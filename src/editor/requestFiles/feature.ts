/** Request files: their commands and what the editor offers in them, one piece of code. */
import '../shared.js';
export * from './requestFileCommands.js';
export * from './requestFileCommands.js';
export * from './requestFileCommands.js';
export * from './requestFiles.js';
