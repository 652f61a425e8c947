/**
 * Every name that `package.json` contributes, typed; a test holds the two together.
 */
export const commands = {
  updateRecord: 'thulium.updateRecord',
  openUpdateForm: 'thulium.openUpdateForm',
  showRecord: 'thulium.showRecord',
  restoreUpdate: 'thulium.restoreUpdate',
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
  restoreBulkUpdate: 'thulium.restoreBulkUpdate',
  pauseBulkRun: 'thulium.bulkRuns.pause',
  cancelBulkRun: 'thulium.bulkRuns.cancel',
  openBulkResults: 'thulium.bulkRuns.openResults',
  deleteBulkRun: 'thulium.bulkRuns.delete',
  deleteOldBulkRuns: 'thulium.bulkRuns.deleteOld',
  openBulkRunsFolder: 'thulium.openBulkRunsFolder',
  newRequestFile: 'thulium.newRequestFile',
  copyRequestAs: 'thulium.copyRequestAs',
  importCurl: 'thulium.importCurl',
  sendRequestFileUpdate: 'thulium.sendRequestFileUpdate',
  previewRequestFileUpdate: 'thulium.previewRequestFileUpdate',
  selectRequestFileConnection: 'thulium.selectRequestFileConnection',
  addConnection: 'thulium.addConnection',
  editConnection: 'thulium.editConnection',
  removeConnection: 'thulium.removeConnection',
  switchConnection: 'thulium.switchConnection',
  testConnection: 'thulium.testConnection',
  importStatuses: 'thulium.importStatuses',
  exportStatuses: 'thulium.exportStatuses',
  exportRecords: 'thulium.exportRecords',
  forgetStatuses: 'thulium.forgetStatuses',
  startSimulator: 'thulium.startSimulator',
  stopSimulator: 'thulium.stopSimulator',
  injectSimulatorFault: 'thulium.injectSimulatorFault',
  clearSimulatorFault: 'thulium.simulatorRequests.clearFault',
  clearSimulatorFaults: 'thulium.clearSimulatorFaults',
  filterSimulatorRequests: 'thulium.simulatorRequests.filter',
  clearSimulatorRequests: 'thulium.simulatorRequests.clear',
  pauseSimulatorRequests: 'thulium.simulatorRequests.pause',
  resumeSimulatorRequests: 'thulium.simulatorRequests.resume',
  configureSimulator: 'thulium.configureSimulator',
  resetSimulator: 'thulium.resetSimulator',
  saveSimulatorSeed: 'thulium.saveSimulatorSeed',
  loadSimulatorSeed: 'thulium.loadSimulatorSeed',
  editSimulatorRecord: 'thulium.editSimulatorRecord',
  setSimulatorClock: 'thulium.setSimulatorClock',
  copySimulatorEnv: 'thulium.copySimulatorEnv',
  openSimulatorRequest: 'thulium.simulatorRequests.open',
  simulatorRequestToFile: 'thulium.simulatorRequests.createRequestFile',
  simulatorRequestToForm: 'thulium.simulatorRequests.openInForm',
  copySimulatorRequestAs: 'thulium.simulatorRequests.copyRequestAs',
  explainSimulatorRequest: 'thulium.simulatorRequests.explain',
  seedSimulatorFromSystem: 'thulium.seedSimulatorFromSystem',
  explainRequest: 'thulium.explainRequest',
  startGateway: 'thulium.startGateway',
  stopGateway: 'thulium.stopGateway',
  explainHistoryEntry: 'thulium.history.explain',
  copyDiagnostics: 'thulium.copyDiagnostics',
  showOutput: 'thulium.showOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = {
  connections: 'thulium.connections',
  history: 'thulium.history',
  simulatorRequests: 'thulium.simulatorRequests',
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
  simulatorRunning: 'thulium.simulatorRunning',
  gatewayRunning: 'thulium.gatewayRunning',
  simulatorPaused: 'thulium.simulatorPaused',
} as const;

export const panels = {
  updateForm: 'thulium.updateForm',
  simulatorRequest: 'thulium.simulatorRequest',
  explanation: 'thulium.explanation',
  record: 'thulium.record',
  bulkPlan: 'thulium.bulkPlan',
} as const;

export type { Settings } from './core/settings.js';

export const settingsSection = 'thulium';
