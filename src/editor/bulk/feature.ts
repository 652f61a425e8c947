/** The commands and the page of bulk updates, one piece of code; their view is needed at the first use of anything. */
import '../shared.js';
export * from './bulkCommand.js';
export * from './exportRecords.js';
export * from './page/openPage.js';
export * from './runsTree.js';
export * from './runCommands.js';
