import { connect } from 'node:net';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  barePanelCommand,
  barePickCommand,
  onLines,
  portVariable,
  sendLine,
  type DriverCalls,
  type Edit,
  type Reply,
  type Request,
  type RunValue,
} from '../link.js';

const settledShare = 0.03;
const settleWindowMs = 400;
const settleWindows = 3;

let begun = performance.eventLoopUtilization();

/** An extension that does in the host what the bench asks, and brings the floor that ours is held against. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(barePickCommand, showPick),
    vscode.commands.registerCommand(barePanelCommand, showPanel),
  );
  const port = Number(process.env[portVariable]);
  if (!Number.isInteger(port)) return;
  const socket = connect(port, '127.0.0.1');
  context.subscriptions.push({ dispose: () => socket.destroy() });
  onLines(socket, (request) => {
    answer(request as Request).then(
      (value) => {
        sendLine(socket, { ok: true, value } satisfies Reply);
      },
      (error: unknown) => {
        sendLine(socket, { ok: false, error: String(error) } satisfies Reply);
      },
    );
  });
}

function answer(request: Request): Promise<unknown> {
  switch (request.name) {
    case 'settle':
      return settle();
    case 'activate':
      return activateOther(request.params.extensionId);
    case 'idle':
      return idle(request.params.for);
    case 'begin':
      return Promise.resolve(begin(request.params.command, request.params.argument));
    case 'busy':
      return Promise.resolve({ busy: performance.eventLoopUtilization(begun).active });
    case 'edit':
      return edit(request.params);
    case 'run':
      return run(request.params.command, request.params.argument);
  }
}

async function settle(): Promise<DriverCalls['settle']['value']> {
  const started = performance.now();
  for (let quiet = 0; quiet < settleWindows;) {
    const before = performance.eventLoopUtilization();
    await pause(settleWindowMs);
    quiet = performance.eventLoopUtilization(before).utilization < settledShare ? quiet + 1 : 0;
  }
  return { waited: performance.now() - started };
}

async function activateOther(extensionId: string): Promise<DriverCalls['activate']['value']> {
  const extension = vscode.extensions.getExtension(extensionId);
  if (!extension) throw new Error(`There is no extension ${extensionId}.`);
  if (extension.isActive) throw new Error(`${extensionId} is active already.`);
  const started = performance.now();
  await extension.activate();
  return { took: performance.now() - started };
}

async function idle(milliseconds: number): Promise<DriverCalls['idle']['value']> {
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  await pause(milliseconds);
  const { user, system } = process.cpuUsage(cpu);
  return { busy: performance.eventLoopUtilization(loop).active, cpu: (user + system) / 1000 };
}

function begin(command: string, argument: unknown): DriverCalls['begin']['value'] {
  begun = performance.eventLoopUtilization();
  const at = Date.now();
  void vscode.commands.executeCommand(command, argument);
  return { at };
}

async function run(command: string, argument: unknown): Promise<RunValue> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const started = performance.now();
  delay.enable();
  const value: unknown = await vscode.commands.executeCommand(command, argument);
  delay.disable();
  const took = performance.now() - started;
  return { value: value ?? null, took, delayP99: delay.percentile(99) / 1e6, delayMax: delay.max / 1e6 };
}

async function edit({ file, find, replace, problems }: Edit): Promise<DriverCalls['edit']['value']> {
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  const start = document.getText().indexOf(find);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + find.length));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const loop = performance.eventLoopUtilization();
  const started = performance.now();
  const judged = problemsBecome(document.uri, problems);
  await editor.edit((change) => {
    change.replace(range, replace);
  });
  await judged;
  const took = performance.now() - started;
  delay.disable();
  return { took, busy: performance.eventLoopUtilization(loop).active, delayMax: delay.max / 1e6 };
}

function problemsBecome(uri: vscode.Uri, count: number): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      if (vscode.languages.getDiagnostics(uri).length !== count) return;
      listening.dispose();
      resolve();
    });
  });
}

function showPick(): void {
  const pick = vscode.window.createQuickPick();
  pick.title = 'Bench';
  pick.step = 1;
  pick.totalSteps = 4;
  pick.placeholder = 'Campaign';
  pick.onDidHide(() => {
    pick.dispose();
  });
  pick.show();
}

function showPanel(): void {
  const panel = vscode.window.createWebviewPanel('benchDriver', 'Bench', vscode.ViewColumn.Active, {
    enableScripts: true,
    retainContextWhenHidden: true,
  });
  panel.webview.html = `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><script>
    const ready = document.createElement('button');
    ready.id = 'bare';
    document.body.append(ready);
  </script></body></html>`;
}
