import '../shared.js';
import * as vscode from 'vscode';
import { assistantTools, type AssistantTool } from '../../manifest.js';
import type { Services } from '../services.js';
import { ShowRecordTool } from './showRecordTool.js';
import { UpdateRecordTool } from './updateRecordTool.js';

/** A tool as the editor calls it: what it would do, in words, and then the doing. */
export type Tool = Required<vscode.LanguageModelTool<unknown>>;

/** The tools by name. */
export function createTools(services: Services): Record<AssistantTool, Tool> {
  return {
    [assistantTools.showRecord]: new ShowRecordTool(services),
    [assistantTools.updateRecord]: new UpdateRecordTool(services),
  };
}
