import './shared.js';
import os from 'node:os';
import * as vscode from 'vscode';
import { settingsSection } from '../manifest.js';
import type { Services } from './services.js';
import { showMessage } from './door.js';

/** `thulium.copyDiagnostics`: versions, host kind, proxy and settings; no secret, no customer data. */
export async function copyDiagnostics(services: Services): Promise<string> {
  const http = vscode.workspace.getConfiguration('http');
  const active = services.connections.active.get();
  const manifest = services.context.extension.packageJSON as {
    version: string;
    contributes: ContributedSettings;
  };
  const settings = Object.keys(manifest.contributes.configuration.properties).map((key) => {
    const value: unknown = vscode.workspace.getConfiguration().inspect(key)?.globalValue;
    return `  ${key}: ${value === undefined ? 'default' : JSON.stringify(value)}`;
  });
  const lines = [
    `Thulium Campaign Records ${manifest.version}`,
    `VS Code ${vscode.version} (${vscode.env.appName}, ${vscode.env.appHost}, UI ${vscode.UIKind[vscode.env.uiKind]})`,
    `Remote: ${vscode.env.remoteName ?? 'none'}; language: ${vscode.env.language}`,
    `Node ${process.version}, ${os.platform()} ${os.release()} ${os.arch()}`,
    `Workspace trusted: ${vscode.workspace.isTrusted}`,
    `Proxy: ${http.get<string>('proxy') ? 'set' : 'none'}; proxySupport: ${http.get<string>('proxySupport') ?? ''}; proxyStrictSSL: ${String(http.get<boolean>('proxyStrictSSL'))}; systemCertificates: ${String(http.get<boolean>('systemCertificates'))}`,
    `Environment: ${['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS'].map((name) => `${name} ${process.env[name] === undefined ? 'unset' : 'set'}`).join(', ')}`,
    `Active connection: ${active ? `${active.production ? 'production' : 'test'}${active.readOnly ? ', read-only' : ''}` : 'none'}`,
    `Settings (${settingsSection}):`,
    ...settings,
  ];
  const text = services.redactor.redact(lines.join('\n'));
  await vscode.env.clipboard.writeText(text);
  void showMessage(
    'info',
    vscode.l10n.t('Copied diagnostics to the clipboard (no secrets or customer data).'),
  );
  return text;
}

interface ContributedSettings {
  configuration: { properties: Record<string, unknown> };
}
