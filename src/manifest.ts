/**
 * Every name that `package.json` contributes, typed; a test holds the two together.
 */
export const commands = {
  updateRecord: 'thulium.updateRecord',
  openUpdateForm: 'thulium.openUpdateForm',
  showRecord: 'thulium.showRecord',
  undoUpdate: 'thulium.undoUpdate',
  openHistoryEntry: 'thulium.history.openInForm',
  sendHistoryEntry: 'thulium.history.sendAgain',
  compareHistoryEntry: 'thulium.history.showBeforeAfter',
  deleteHistoryEntry: 'thulium.history.delete',
  clearHistory: 'thulium.history.clear',
  newUpdateFile: 'thulium.newUpdateFile',
  copyRequestAs: 'thulium.copyRequestAs',
  importCurl: 'thulium.importCurl',
  sendFromFile: 'thulium.updateFile.send',
  previewFromFile: 'thulium.updateFile.preview',
  chooseFileConnection: 'thulium.updateFile.chooseConnection',
  addConnection: 'thulium.addConnection',
  editConnection: 'thulium.editConnection',
  removeConnection: 'thulium.removeConnection',
  switchConnection: 'thulium.switchConnection',
  testConnection: 'thulium.testConnection',
  startSandbox: 'thulium.startSandbox',
  stopSandbox: 'thulium.stopSandbox',
  copyDiagnostics: 'thulium.copyDiagnostics',
  showOutput: 'thulium.showOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = {
  connections: 'thulium.connections',
  history: 'thulium.history',
} as const;

export const contextKeys = {
  /** A system is active in this window. */
  connected: 'thulium.connected',
  sandboxRunning: 'thulium.sandboxRunning',
} as const;

export const panels = {
  updateForm: 'thulium.updateForm',
} as const;

/** Settings below the section `thulium`, with the type of each value. */
export interface Settings {
  timeoutSeconds: number;
  maxAttempts: number;
  responseLanguage: 'auto' | 'en' | 'pl';
  timeZone: string;
  confirmBeforeSend: 'production' | 'always' | 'never';
  verifyAfterUpdate: boolean;
  'history.limit': number;
  'sandbox.port': number;
  'sandbox.bindAddress': string;
  'sandbox.allowedHosts': string[];
}

export const settingsSection = 'thulium';
