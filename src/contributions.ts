import {
  assistantTools,
  commands,
  settingsSection,
  views,
  type AssistantTool,
  type Settings,
} from './manifest.js';

/**
 * Everything that the extension contributes to the editor, as typed data: `contributes` of package.json is made of it
 * (`npm run manifest`), and lint fails where the two differ. The program itself does not load this file.
 */

/** Where a command stands in a menu. */
interface Place {
  menu:
    | 'view/title'
    | 'view/item/context'
    | 'editor/context'
    | 'editor/title'
    | 'explorer/context'
    | 'file/newFile';
  /** Only in this view; for the view's own menus. */
  view?: keyof typeof views;
  /** What the row's context value must be: `== update` or `=~ /^run/`. */
  item?: string;
  when?: string;
  group: string;
}

interface CommandContribution {
  /** Name of a codicon. */
  icon?: string;
  /** Key of the title where it is not `command.` and the id. */
  title?: string;
  enablement?: string;
  /** False for what needs a row to work on; a condition where it needs an editor. */
  palette?: false | string;
  key?: { key: string; mac: string; when: string };
  places?: readonly Place[];
}

const commandContributions: Record<keyof typeof commands, CommandContribution> = {
  updateRecord: {
    icon: 'edit',
    places: [
      {
        menu: 'editor/context',
        when: 'editorHasSelection && resourceExtname =~ /^\\.(csv|tsv|jsonl|ndjson|json|log|txt|http)$/i && editorLangId != thulium-request-file',
        group: '1_thulium@5',
      },
    ],
  },
  openUpdateForm: {
    icon: 'window',
    places: [{ menu: 'view/title', view: 'connections', group: 'navigation@3' }],
  },
  showRecord: { icon: 'eye' },
  restoreUpdate: {
    icon: 'discard',
    places: [
      { menu: 'view/item/context', view: 'history', item: '== update-restorable', group: 'inline@1' },
      { menu: 'view/item/context', view: 'history', item: '== update-restorable', group: '1_send@1' },
    ],
  },
  openHistoryEntry: {
    icon: 'edit',
    palette: false,
    places: [
      { menu: 'view/item/context', view: 'history', group: 'inline@2' },
      { menu: 'view/item/context', view: 'history', group: '1_send@2' },
    ],
  },
  sendHistoryEntry: {
    icon: 'refresh',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '1_send@3' }],
  },
  compareHistoryEntry: {
    icon: 'diff',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '2_look@1' }],
  },
  showHistoryRecord: {
    icon: 'eye',
    title: '%command.showRecord%',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '2_look@2' }],
  },
  copyHistoryRequestAs: {
    icon: 'copy',
    title: '%command.copyRequestAs%',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '4_copy@1' }],
  },
  deleteHistoryEntry: {
    icon: 'trash',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '9_delete@1' }],
  },
  clearHistory: {
    icon: 'clear-all',
    palette: false,
    places: [{ menu: 'view/title', view: 'history', group: 'navigation@1' }],
  },
  addConnection: {
    icon: 'add',
    places: [{ menu: 'view/title', view: 'connections', group: 'navigation@1' }],
  },
  editConnection: {
    icon: 'settings-gear',
    places: [{ menu: 'view/item/context', view: 'connections', item: '=~ /^connection/', group: '1_edit@1' }],
  },
  removeConnection: {
    icon: 'trash',
    places: [{ menu: 'view/item/context', view: 'connections', item: '=~ /^connection/', group: '1_edit@2' }],
  },
  switchConnection: {
    icon: 'arrow-swap',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^connection(?!.*active)/',
        group: 'inline@1',
      },
    ],
  },
  testConnection: {
    icon: 'pass',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^(connection|simulator)/',
        group: 'inline@2',
      },
    ],
  },
  importStatuses: {
    icon: 'desktop-download',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^(connection|simulator)/',
        group: '2_statuses@1',
      },
    ],
  },
  exportStatuses: {
    icon: 'export',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^(connection|simulator)/',
        group: '2_statuses@2',
      },
    ],
  },
  exportRecords: {
    icon: 'export',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^(connection|simulator)/',
        group: '3_records@1',
      },
    ],
  },
  forgetStatuses: {
    icon: 'clear-all',
    places: [
      {
        menu: 'view/item/context',
        view: 'connections',
        item: '=~ /^(connection|simulator)/',
        group: '2_statuses@3',
      },
    ],
  },
  startSimulator: {
    icon: 'play',
    enablement: '!thulium.simulatorRunning',
    places: [
      { menu: 'view/title', view: 'connections', when: '!thulium.simulatorRunning', group: 'navigation@2' },
      {
        menu: 'view/title',
        view: 'simulatorRequests',
        when: '!thulium.simulatorRunning',
        group: 'navigation@1',
      },
    ],
  },
  stopSimulator: {
    icon: 'debug-stop',
    enablement: 'thulium.simulatorRunning',
    places: [
      { menu: 'view/title', view: 'connections', when: 'thulium.simulatorRunning', group: 'navigation@2' },
      { menu: 'view/title', view: 'simulatorRequests', group: '3_run@2' },
      { menu: 'view/item/context', view: 'connections', item: '=~ /^simulator/', group: 'inline@3' },
    ],
  },
  copyDiagnostics: {},
  showOutput: { icon: 'output' },
  newRequestFile: { icon: 'new-file', places: [{ menu: 'file/newFile', group: 'file' }] },
  copyRequestAs: {
    icon: 'copy',
    places: [{ menu: 'editor/context', when: 'editorLangId == thulium-request-file', group: '1_thulium@3' }],
  },
  importCurl: { icon: 'terminal' },
  sendRequestFileUpdate: {
    icon: 'send',
    enablement: 'isWorkspaceTrusted',
    palette: 'editorLangId == thulium-request-file',
    key: {
      key: 'ctrl+alt+enter',
      mac: 'cmd+alt+enter',
      when: 'editorTextFocus && editorLangId == thulium-request-file',
    },
    places: [
      { menu: 'editor/context', when: 'editorLangId == thulium-request-file', group: '1_thulium@1' },
      { menu: 'editor/title', when: 'editorLangId == thulium-request-file', group: 'navigation@1' },
    ],
  },
  previewRequestFileUpdate: {
    icon: 'eye',
    enablement: 'isWorkspaceTrusted',
    palette: 'editorLangId == thulium-request-file',
    key: {
      key: 'ctrl+alt+p',
      mac: 'cmd+alt+p',
      when: 'editorTextFocus && editorLangId == thulium-request-file',
    },
    places: [
      { menu: 'editor/context', when: 'editorLangId == thulium-request-file', group: '1_thulium@2' },
      { menu: 'editor/title', when: 'editorLangId == thulium-request-file', group: 'navigation@2' },
    ],
  },
  selectRequestFileConnection: {
    enablement: 'isWorkspaceTrusted',
    palette: 'editorLangId == thulium-request-file',
  },
  bulkUpdate: {
    icon: 'table',
    places: [
      { menu: 'view/title', view: 'bulkRuns', group: 'navigation@1' },
      {
        menu: 'editor/context',
        when: 'resourceExtname =~ /^\\.(csv|tsv|jsonl|ndjson)$/i && resourceScheme == file',
        group: '1_thulium@4',
      },
      {
        menu: 'explorer/context',
        when: 'resourceExtname =~ /^\\.(csv|tsv|jsonl|ndjson)$/i && resourceScheme == file',
        group: '7_thulium@1',
      },
      {
        menu: 'editor/title',
        when: 'resourceExtname =~ /^\\.(csv|tsv|jsonl|ndjson)$/i && resourceScheme == file',
        group: 'navigation@9',
      },
    ],
  },
  resumeBulkUpdate: {
    icon: 'debug-continue',
    places: [
      {
        menu: 'view/item/context',
        view: 'bulkRuns',
        item: '=~ /\\b(paused|resumable)\\b/',
        group: 'inline@1',
      },
    ],
  },
  retryFailedRows: {
    icon: 'refresh',
    places: [
      { menu: 'view/item/context', view: 'bulkRuns', item: '=~ /\\bretryable\\b/', group: '1_send@1' },
    ],
  },
  restoreBulkUpdate: {
    icon: 'discard',
    places: [
      { menu: 'view/item/context', view: 'bulkRuns', item: '=~ /\\brestorable\\b/', group: '1_send@2' },
    ],
  },
  pauseBulkRun: {
    icon: 'debug-pause',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'bulkRuns', item: '=~ /\\bmoving\\b/', group: 'inline@1' }],
  },
  cancelBulkRun: {
    icon: 'debug-stop',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'bulkRuns', item: '=~ /\\blive\\b/', group: 'inline@2' }],
  },
  openBulkResults: {
    icon: 'output',
    palette: false,
    places: [
      { menu: 'view/item/context', view: 'bulkRuns', item: '=~ /^run\\b(?!.*live)/', group: 'inline@3' },
    ],
  },
  deleteBulkRun: {
    icon: 'trash',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'bulkRuns', item: '=~ /^(?!.*live)/', group: '9_delete@1' }],
  },
  deleteOldBulkRuns: {
    icon: 'clear-all',
    places: [{ menu: 'view/title', view: 'bulkRuns', group: '1_delete@1' }],
  },
  openBulkRunsFolder: {
    icon: 'folder-opened',
    places: [{ menu: 'view/title', view: 'bulkRuns', group: '1_delete@2' }],
  },
  injectSimulatorFault: {
    icon: 'zap',
    enablement: 'thulium.simulatorRunning',
    places: [
      {
        menu: 'view/title',
        view: 'simulatorRequests',
        when: 'thulium.simulatorRunning',
        group: 'navigation@1',
      },
    ],
  },
  clearSimulatorFault: {
    icon: 'close',
    enablement: 'thulium.simulatorRunning',
    palette: false,
    places: [
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== fault', group: 'inline@1' },
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== fault', group: '1_clear@1' },
    ],
  },
  clearSimulatorFaults: {
    icon: 'clear-all',
    enablement: 'thulium.simulatorRunning',
    places: [
      { menu: 'view/title', view: 'simulatorRequests', group: '1_state@4' },
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== fault', group: '1_clear@2' },
    ],
  },
  filterSimulatorRequests: {
    icon: 'filter',
    palette: false,
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: 'navigation@2' }],
  },
  clearSimulatorRequests: {
    icon: 'clear-all',
    palette: false,
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: 'navigation@4' }],
  },
  pauseSimulatorRequests: {
    icon: 'debug-pause',
    enablement: 'thulium.simulatorRunning',
    palette: false,
    places: [
      {
        menu: 'view/title',
        view: 'simulatorRequests',
        when: 'thulium.simulatorRunning && !thulium.simulatorPaused',
        group: 'navigation@3',
      },
    ],
  },
  resumeSimulatorRequests: {
    icon: 'debug-continue',
    enablement: 'thulium.simulatorRunning',
    palette: false,
    places: [
      {
        menu: 'view/title',
        view: 'simulatorRequests',
        when: 'thulium.simulatorRunning && thulium.simulatorPaused',
        group: 'navigation@3',
      },
    ],
  },
  configureSimulator: {
    icon: 'settings',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '1_state@1' }],
  },
  resetSimulator: {
    icon: 'debug-restart',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '2_seed@3' }],
  },
  saveSimulatorSeed: {
    icon: 'save',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '2_seed@1' }],
  },
  loadSimulatorSeed: {
    icon: 'folder-opened',
    places: [
      { menu: 'view/title', view: 'simulatorRequests', group: '2_seed@2' },
      {
        menu: 'explorer/context',
        when: 'resourceFilename =~ /\\.thulium-seed\\.json$/',
        group: '3_thulium@1',
      },
    ],
  },
  editSimulatorRecord: {
    icon: 'edit',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '1_state@3' }],
  },
  setSimulatorClock: {
    icon: 'watch',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '1_state@2' }],
  },
  copySimulatorEnv: {
    icon: 'copy',
    enablement: 'thulium.simulatorRunning',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '3_run@1' }],
  },
  explainRequest: {
    icon: 'question',
    places: [
      { menu: 'view/title', view: 'simulatorRequests', group: 'navigation@5' },
      { menu: 'editor/context', when: 'editorHasSelection', group: '9_thulium@1' },
    ],
  },
  startGateway: {
    icon: 'eye',
    places: [
      {
        menu: 'view/title',
        view: 'simulatorRequests',
        when: '!thulium.gatewayRunning',
        group: '3_run@3',
      },
    ],
  },
  stopGateway: {
    icon: 'eye-closed',
    enablement: 'thulium.gatewayRunning',
    places: [
      { menu: 'view/title', view: 'simulatorRequests', when: 'thulium.gatewayRunning', group: '3_run@3' },
    ],
  },
  explainHistoryEntry: {
    icon: 'question',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'history', group: '3_explain@1' }],
  },
  openSimulatorRequest: {
    icon: 'open-preview',
    palette: false,
    places: [
      {
        menu: 'view/item/context',
        view: 'simulatorRequests',
        item: '=~ /^(update|request)$/',
        group: '1_open@1',
      },
    ],
  },
  simulatorRequestToFile: {
    icon: 'new-file',
    palette: false,
    places: [
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== update', group: 'inline@1' },
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== update', group: '2_use@1' },
    ],
  },
  simulatorRequestToForm: {
    icon: 'edit',
    palette: false,
    places: [
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== update', group: 'inline@2' },
      { menu: 'view/item/context', view: 'simulatorRequests', item: '== update', group: '2_use@2' },
    ],
  },
  copySimulatorRequestAs: {
    icon: 'copy',
    palette: false,
    places: [{ menu: 'view/item/context', view: 'simulatorRequests', item: '== update', group: '2_use@3' }],
  },
  explainSimulatorRequest: {
    icon: 'question',
    palette: false,
    places: [
      {
        menu: 'view/item/context',
        view: 'simulatorRequests',
        item: '=~ /^(update|request)$/',
        group: '3_explain@1',
      },
    ],
  },
  seedSimulatorFromSystem: {
    icon: 'cloud-download',
    places: [{ menu: 'view/title', view: 'simulatorRequests', group: '2_seed@4' }],
  },
};

/** Each is of application scope, so that no workspace can change one. */
const settingContributions: {
  [Name in keyof Settings]: { default: Settings[Name] } & Record<string, unknown>;
} = {
  timeoutSeconds: { type: 'number', default: 30, minimum: 1, maximum: 600 },
  maxAttempts: { type: 'integer', default: 3, minimum: 1, maximum: 10 },
  responseLanguage: { type: 'string', default: 'auto', enum: ['auto', 'en', 'pl'] },
  timeZone: { type: 'string', default: 'Europe/Warsaw' },
  confirmBeforeSend: { type: 'string', default: 'production', enum: ['production', 'always', 'never'] },
  verifyAfterUpdate: { type: 'boolean', default: true },
  'bulk.concurrency': { type: 'integer', default: 4, minimum: 1, maximum: 64 },
  'bulk.requestsPerSecond': { type: 'number', default: 10, minimum: 0, maximum: 1000 },
  'history.limit': { type: 'integer', default: 200, minimum: 0, maximum: 10000 },
  'simulator.port': { type: 'integer', default: 0, minimum: 0, maximum: 65535 },
  'simulator.bindAddress': { type: 'string', default: '127.0.0.1' },
  'simulator.allowedHosts': { type: 'array', items: { type: 'string' }, default: [], uniqueItems: true },
};

const toolContributions: Record<AssistantTool, Record<string, unknown>> = {
  [assistantTools.showRecord]: {
    toolReferenceName: 'thuliumRecord',
    displayName: '%tool.showRecord%',
    userDescription: '%tool.showRecord.description%',
    modelDescription:
      "Reads one record of an outbound campaign of Thulium, a Polish call-centre platform, with names beside its ids. Needs the campaign id (five characters, such as 00001) and the CRM's customer_id. Answers JSON: the record as the API returned it and names of its ids, or an error with a code.",
    canBeReferencedInPrompt: true,
    icon: '$(account)',
    tags: ['thulium', 'crm'],
  },
  [assistantTools.updateRecord]: {
    toolReferenceName: 'thuliumUpdate',
    displayName: '%tool.updateRecord%',
    userDescription: '%tool.updateRecord.description%',
    modelDescription:
      'Updates one record of an outbound campaign of Thulium: status, dictionary status, call-centre agent, date of the next contact, order. Only the fields given are changed. The user sees before and after and may refuse. Answers JSON: the outcome (updated, failed or cancelled), what changed, or an error with a code and the field at fault; after an error with the code in-doubt read the record before trying again.',
    canBeReferencedInPrompt: true,
    icon: '$(edit)',
    tags: ['thulium', 'crm'],
  },
};

const others = {
  viewsContainers: { activitybar: [{ id: 'thulium', title: 'Thulium', icon: 'media/activity-bar.svg' }] },
  views: {
    thulium: [
      { id: views.connections, name: '%view.connections%', icon: 'media/activity-bar.svg' },
      { id: views.history, name: '%view.history%' },
      { id: views.bulkRuns, name: '%view.bulkRuns%' },
      { id: views.simulatorRequests, name: '%view.simulatorRequests%' },
    ],
  },
  viewsWelcome: [
    { view: views.history, contents: '%welcome.history%' },
    { view: views.connections, contents: '%welcome.connections%' },
    { view: views.bulkRuns, contents: '%welcome.bulkRuns%' },
    {
      view: views.simulatorRequests,
      contents: '%welcome.simulatorRequests%',
      when: '!thulium.simulatorRunning',
    },
    {
      view: views.simulatorRequests,
      contents: '%welcome.simulatorRequests.running%',
      when: 'thulium.simulatorRunning',
    },
  ],
  languages: [
    {
      id: 'thulium-request-file',
      aliases: ['%language.requestFile%'],
      extensions: ['.thulium.json'],
      configuration: './media/request-file/language-configuration.json',
      icon: { light: 'media/request-file/icon.svg', dark: 'media/request-file/icon.svg' },
    },
  ],
  grammars: [
    {
      language: 'thulium-request-file',
      scopeName: 'source.json.comments.thulium',
      path: './media/request-file/request-file.tmLanguage.json',
    },
  ],
  jsonValidation: [
    { fileMatch: '*.thulium.json', url: './media/request-file.schema.json' },
    { fileMatch: '*.thulium-seed.json', url: './media/seed-file.schema.json' },
  ],
  configurationDefaults: {
    '[thulium-request-file]': {
      'editor.quickSuggestions': { strings: true },
      'editor.suggest.insertMode': 'replace',
      'editor.tabSize': 2,
      'editor.insertSpaces': true,
    },
  },
  walkthroughs: [
    {
      id: 'firstSteps',
      title: '%walkthrough.title%',
      description: '%walkthrough.description%',
      steps: [
        {
          id: 'connect',
          title: '%walkthrough.connect.title%',
          description: '%walkthrough.connect.description%',
          media: { svg: 'media/walkthrough/connect.svg', altText: '%walkthrough.connect.picture%' },
          completionEvents: ['onContext:thulium.connected'],
        },
        {
          id: 'update',
          title: '%walkthrough.update.title%',
          description: '%walkthrough.update.description%',
          media: { svg: 'media/walkthrough/update.svg', altText: '%walkthrough.update.picture%' },
          completionEvents: ['onContext:thulium.updated'],
        },
        {
          id: 'output',
          title: '%walkthrough.output.title%',
          description: '%walkthrough.output.description%',
          media: { svg: 'media/walkthrough/output.svg', altText: '%walkthrough.output.picture%' },
          completionEvents: ['onCommand:thulium.showOutput'],
        },
        {
          id: 'file',
          title: '%walkthrough.file.title%',
          description: '%walkthrough.file.description%',
          media: { svg: 'media/walkthrough/file.svg', altText: '%walkthrough.file.picture%' },
          completionEvents: ['onCommand:thulium.bulkUpdate'],
        },
        {
          id: 'requestFile',
          title: '%walkthrough.requestFile.title%',
          description: '%walkthrough.requestFile.description%',
          media: { svg: 'media/walkthrough/request-file.svg', altText: '%walkthrough.requestFile.picture%' },
          completionEvents: [
            'onCommand:thulium.newRequestFile',
            'onContext:editorLangId == thulium-request-file',
          ],
        },
      ],
    },
  ],
  snippets: [{ language: 'thulium-request-file', path: './media/request-file/snippets.json' }],
};

/** `contributes` of package.json. `inputSchemas`: what each tool takes, as JSON schemas. */
export function contributes(inputSchemas: Record<AssistantTool, object>): Record<string, unknown> {
  return {
    commands: names(commandContributions).map((name) => {
      const { icon, title, enablement } = commandContributions[name];
      const id = commands[name];
      return {
        command: id,
        title: title ?? `%${id.replace(settingsSection, 'command')}%`,
        category: categoryOf(id),
        ...(icon === undefined ? {} : { icon: `$(${icon})` }),
        ...(enablement === undefined ? {} : { enablement }),
      };
    }),
    menus: menus(),
    keybindings: names(commandContributions).flatMap((name) => {
      const { key } = commandContributions[name];
      return key ? [{ command: commands[name], ...key }] : [];
    }),
    configuration: {
      title: 'Thulium',
      properties: Object.fromEntries(
        names(settingContributions).map((name) => [`${settingsSection}.${name}`, settingProperty(name)]),
      ),
    },
    ...others,
    languageModelTools: names(toolContributions).map((name) => ({
      name,
      ...toolContributions[name],
      inputSchema: inputSchemas[name],
    })),
  };
}

/** The simulator's commands stand together in the palette. */
function categoryOf(id: string): string {
  return /simulator/i.test(id) ? 'Thulium Simulator' : 'Thulium';
}

function menus(): Record<string, unknown[]> {
  const made: Record<string, unknown[]> = { commandPalette: [] };
  for (const name of names(commandContributions)) {
    const { palette, places = [] } = commandContributions[name];
    const command = commands[name];
    if (palette !== undefined) made.commandPalette?.push({ command, when: String(palette) });
    for (const { menu, view, item, when, group } of places) {
      const conditions = [
        ...(view ? [`view == ${views[view]}`] : []),
        ...(item === undefined ? [] : [`viewItem ${item}`]),
        ...(when === undefined ? [] : [when]),
      ];
      (made[menu] ??= []).push({
        command,
        ...(conditions.length > 0 ? { when: conditions.join(' && ') } : {}),
        group,
      });
    }
  }
  return made;
}

function settingProperty(name: keyof Settings): Record<string, unknown> {
  const own = settingContributions[name];
  const key = `setting.${name}`;
  return {
    ...own,
    ...(Array.isArray(own.enum)
      ? { enumDescriptions: own.enum.map((each) => `%${key}.${String(each)}%`) }
      : {}),
    scope: 'application',
    markdownDescription: `%${key}%`,
  };
}

function names<Name extends string>(table: Record<Name, unknown>): Name[] {
  return Object.keys(table) as Name[];
}
