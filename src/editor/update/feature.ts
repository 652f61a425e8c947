/** What a user does with one record and with connections, one piece of code: one leads to the other. */
export * from '../connections/commands.js';
export * from '../connections/testConnection.js';
export * from '../connections/tree.js';
export * from '../form/command.js';
export * from '../history/commands.js';
export * from '../history/tree.js';
export * from '../record/command.js';
export * from '../statusLists/commands.js';
export * from './command.js';
