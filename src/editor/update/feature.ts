/** What a user does with one record and with connections, one piece of code: one leads to the other. */
export * from '../connections/connectionCommands.js';
export * from '../connections/testConnection.js';
export * from '../connections/connectionsTree.js';
export * from '../form/formPanels.js';
export * from '../history/historyCommands.js';
export * from '../history/historyTree.js';
export * from '../record/recordPanels.js';
export * from '../statusLists/statusListCommands.js';
export * from './updateCommand.js';
