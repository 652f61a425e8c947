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
  showHistoryRecord: 'thulium.history.showRecord',
  copyHistoryRequestAs: 'thulium.history.copyRequestAs',
  deleteHistoryEntry: 'thulium.history.delete',
  clearHistory: 'thulium.history.clear',
  bulkUpdate: 'thulium.bulkUpdate',
  resumeBulkUpdate: 'thulium.resumeBulkUpdate',
  retryFailedRows: 'thulium.retryFailedRows',
  undoBulkUpdate: 'thulium.undoBulkUpdate',
  pauseBulkRun: 'thulium.bulkRuns.pause',
  cancelBulkRun: 'thulium.bulkRuns.cancel',
  openBulkResults: 'thulium.bulkRuns.openResults',
  deleteBulkRun: 'thulium.bulkRuns.delete',
  deleteOldBulkRuns: 'thulium.bulkRuns.deleteOld',
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
  importStatuses: 'thulium.importStatuses',
  exportStatuses: 'thulium.exportStatuses',
  forgetStatuses: 'thulium.forgetStatuses',
  startSandbox: 'thulium.startSandbox',
  stopSandbox: 'thulium.stopSandbox',
  injectSandboxFault: 'thulium.injectSandboxFault',
  clearSandboxFault: 'thulium.sandbox.clearFault',
  clearSandboxFaults: 'thulium.sandbox.clearFaults',
  filterSandboxRequests: 'thulium.sandbox.filterRequests',
  clearSandboxRequests: 'thulium.sandbox.clearRequests',
  pauseSandboxRequests: 'thulium.sandbox.pauseRequests',
  resumeSandboxRequests: 'thulium.sandbox.resumeRequests',
  chooseSandboxSwitches: 'thulium.sandbox.switches',
  resetSandbox: 'thulium.sandbox.reset',
  saveSandboxSeed: 'thulium.sandbox.saveSeed',
  loadSandboxSeed: 'thulium.sandbox.loadSeed',
  editSandboxRecord: 'thulium.sandbox.editRecord',
  setSandboxClock: 'thulium.sandbox.setClock',
  copySandboxEnv: 'thulium.sandbox.copyEnv',
  openSandboxRequest: 'thulium.sandbox.openRequest',
  sandboxRequestToFile: 'thulium.sandbox.requestToFile',
  sandboxRequestToForm: 'thulium.sandbox.requestToForm',
  copySandboxRequestAs: 'thulium.sandbox.copyRequestAs',
  explainSandboxRequest: 'thulium.sandbox.explainRequest',
  seedSandboxFromSystem: 'thulium.sandbox.seedFromSystem',
  explainRequest: 'thulium.explainRequest',
  explainHistoryEntry: 'thulium.history.explain',
  copyDiagnostics: 'thulium.copyDiagnostics',
  showOutput: 'thulium.showOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = {
  connections: 'thulium.connections',
  history: 'thulium.history',
  sandboxRequests: 'thulium.sandboxRequests',
  bulkRuns: 'thulium.bulkRuns',
} as const;

/** Language-model tools. */
export const assistantTools = {
  showRecord: 'thulium_show_record',
  updateRecord: 'thulium_update_record',
} as const;
export type AssistantTool = (typeof assistantTools)[keyof typeof assistantTools];

export const contextKeys = {
  /** A system is active in this window. */
  connected: 'thulium.connected',
  /** A record was updated from this window. */
  updated: 'thulium.updated',
  sandboxRunning: 'thulium.sandboxRunning',
  sandboxPaused: 'thulium.sandboxPaused',
} as const;

export const panels = {
  updateForm: 'thulium.updateForm',
  sandboxRequest: 'thulium.sandboxRequest',
  explanation: 'thulium.explanation',
  record: 'thulium.record',
  bulkPlan: 'thulium.bulkPlan',
} as const;

/** Settings below the section `thulium`, with the type of each value. */
export interface Settings {
  timeoutSeconds: number;
  maxAttempts: number;
  responseLanguage: 'auto' | 'en' | 'pl';
  timeZone: string;
  confirmBeforeSend: 'production' | 'always' | 'never';
  verifyAfterUpdate: boolean;
  'bulk.concurrency': number;
  'bulk.requestsPerSecond': number;
  'history.limit': number;
  'sandbox.port': number;
  'sandbox.bindAddress': string;
  'sandbox.allowedHosts': string[];
}

export const settingsSection = 'thulium';
