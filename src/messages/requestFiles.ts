import * as l10n from '@vscode/l10n';
import type { FileFix } from '../requestFile/fixes.js';
import { tooLongCode, type ExpectedType, type FileIssue } from '../requestFile/parseRequestFile.js';
import { wordProblem } from './problems.js';
import { quoted } from './fields.js';

/** An issue in the user's words. */
export function wordIssue(issue: FileIssue): string {
  switch (issue.kind) {
    case 'problem':
      return wordProblem(issue.problem);
    case 'syntax':
      return wordSyntax(issue.code);
    case 'type':
      return wordType(issue.expected);
    case 'value':
      return l10n.t('Unknown value. Valid values: {0}.', issue.allowed.join(', '));
    case 'duplicate-key':
      return l10n.t('“{0}” appears twice. Only the last one is used.', quoted(issue.key));
  }
}

/** The code that a diagnostic shows. */
export function issueCode(issue: FileIssue): string {
  return issue.kind === 'problem' ? issue.problem.code : issue.kind;
}

function wordType(expected: ExpectedType): string {
  switch (expected) {
    case 'object':
      return l10n.t('Expected an object: { … }.');
    case 'array':
      return l10n.t('Expected a list: [ … ].');
    case 'string':
      return l10n.t('Expected a text in quotation marks.');
    case 'http-status':
      return l10n.t('Expected an HTTP status without quotation marks, such as 204.');
    case 'scalar':
      return l10n.t('Expected a text, a number, true, false, or null.');
  }
}

/** By jsonc-parser's `ParseErrorCode`. */
function wordSyntax(code: number): string {
  switch (code) {
    case 2:
      return l10n.t('This isn’t a number. A campaign ID such as 00001 needs quotation marks.');
    case 3:
      return l10n.t('Expected a key in quotation marks.');
    case 4:
      return l10n.t('Expected a value.');
    case 5:
      return l10n.t('Expected a colon.');
    case 6:
      return l10n.t('Expected a comma.');
    case 7:
      return l10n.t('Missing closing brace }.');
    case 8:
      return l10n.t('Missing closing bracket ].');
    case 9:
      return l10n.t('Expected the end of the file.');
    case 11:
      return l10n.t('Unclosed comment.');
    case 12:
      return l10n.t('Unclosed quotation mark.');
    case 14:
      return l10n.t('Invalid escape after a backslash.');
    case tooLongCode:
      return l10n.t('A request file can have at most 4,000,000 characters. Split this one.');
    default:
      return l10n.t('This isn’t valid JSON.');
  }
}

/** The title of a quick fix. */
export function wordFix({ kind, subject }: FileFix): string {
  switch (kind) {
    case 'rename-key':
      return l10n.t('Rename it to “{0}”', subject);
    case 'remove-key':
      return l10n.t('Remove “{0}”', quoted(subject));
    case 'replace-value':
      return l10n.t('Change to “{0}”', subject);
    case 'add-property':
      return l10n.t('Add “{0}”', subject);
  }
}

/** What a key of a request file means, for hovers and completion. */
export function wordKey(key: string): string | undefined {
  switch (key) {
    case 'connection':
      return l10n.t(
        'Name of the connection the updates go to. It’s bound to one of your own connections once per workspace. If omitted, the window’s active connection is used.',
      );
    case 'updates':
      return l10n.t('The updates, each of one record.');
    case 'name':
      return l10n.t('A name for the update, shown in the outline and in the Testing view.');
    case 'campaignId':
      return l10n.t('Campaign ID: five letters or digits. Leading zeros matter.');
    case 'customerId':
      return l10n.t('Customer ID in Thulium’s CRM: 1–20 digits. Not your own identifier.');
    case 'fields':
      return l10n.t('The fields to change. Omitted fields aren’t changed.');
    case 'expect':
      return l10n.t('What the update should result in. An update with this is a test in the Testing view.');
    case 'status_id':
      return l10n.t('ID of the record’s status in this campaign, such as 8.');
    case 'dictionary_status_id':
      return l10n.t('Dictionary status ID, such as 8.');
    case 'agent_login':
      return l10n.t('Login of the agent who gets the record. Required by MY_RECORD statuses.');
    case 'next_call_date':
      return l10n.t(
        'Next contact date: YYYY-MM-DD hh:mm (24-hour). Required by MY_RECORD and CALL_NO_SOONER_THAN statuses.',
      );
    case 'order':
      return l10n.t('Order of the record: a whole number, 0 or greater.');
    case 'outcome':
      return l10n.t('Expected outcome of the update: updated, failed, or cancelled.');
    case 'status':
      return l10n.t('Expected HTTP status, such as 204.');
    case 'errorCode':
      return l10n.t('Expected error code, such as rejected or not-found.');
    case 'record':
      return l10n.t('Values that the record should have after the update, by their API names.');
    default:
      return undefined;
  }
}
