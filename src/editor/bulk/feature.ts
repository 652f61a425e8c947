/** The commands and the page of bulk updates, one piece of code; their view is needed at the first use of anything. */
import '../shared.js';
export * from './command.js';
export * from './exportRecords.js';
export * from './page/open.js';
export * from './rowCommands.js';
export * from './runCommands.js';
