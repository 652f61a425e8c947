import * as vscode from 'vscode';
import { commands, type CommandId } from '../../manifest.js';
import type { LiveRun } from './liveRun.js';

/** A notification with progress has no buttons of our own, but its text may link to a command. */
export function pauseLink(run: LiveRun): string {
  return run.isPaused
    ? link(vscode.l10n.t('Resume'), commands.resumeBulkUpdate, run.runId)
    : link(vscode.l10n.t('Pause'), commands.pauseBulkRun, run.runId);
}

function link(label: string, command: CommandId, runId: string): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([{ row: runId }]))})`;
}
