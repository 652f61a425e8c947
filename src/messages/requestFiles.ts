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
      return l10n.t('This value is not known. Known are: {0}.', issue.allowed.join(', '));
    case 'duplicate-key':
      return l10n.t('“{0}” is written twice; only the last one counts.', quoted(issue.key));
  }
}

/** The code that a diagnostic shows. */
export function issueCode(issue: FileIssue): string {
  return issue.kind === 'problem' ? issue.problem.code : issue.kind;
}

function wordType(expected: ExpectedType): string {
  switch (expected) {
    case 'object':
      return l10n.t('An object is expected here: { … }.');
    case 'array':
      return l10n.t('A list is expected here: [ … ].');
    case 'string':
      return l10n.t('A text in quotation marks is expected here.');
    case 'http-status':
      return l10n.t('An HTTP status is expected here, such as 204, without quotation marks.');
    case 'scalar':
      return l10n.t('A text, a number, true, false or null is expected here.');
  }
}

/** By jsonc-parser's `ParseErrorCode`. */
function wordSyntax(code: number): string {
  switch (code) {
    case 2:
      return l10n.t('This is no number. A campaign id such as 00001 needs quotation marks.');
    case 3:
      return l10n.t('A key in quotation marks is expected here.');
    case 4:
      return l10n.t('A value is expected here.');
    case 5:
      return l10n.t('A colon is expected here.');
    case 6:
      return l10n.t('A comma is expected here.');
    case 7:
      return l10n.t('A closing brace } is missing.');
    case 8:
      return l10n.t('A closing bracket ] is missing.');
    case 9:
      return l10n.t('The file should end here.');
    case 11:
      return l10n.t('A comment is not closed.');
    case 12:
      return l10n.t('A quotation mark is not closed.');
    case 14:
      return l10n.t('After a backslash there is no valid escape.');
    case tooLongCode:
      return l10n.t('A request file has at most 4,000,000 characters: split this one.');
    default:
      return l10n.t('This is not valid JSON.');
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
      return l10n.t('Write “{0}”', subject);
    case 'add-property':
      return l10n.t('Add “{0}”', subject);
  }
}

/** What a key of a request file means, for hovers and completion. */
export function wordKey(key: string): string | undefined {
  switch (key) {
    case 'connection':
      return l10n.t(
        'Name of the system to which the updates go. It is bound to one of your own systems once in each workspace; left out, the window’s active one is taken.',
      );
    case 'updates':
      return l10n.t('The updates, each of one record.');
    case 'name':
      return l10n.t('A name for the update, shown in the outline and in the Testing view.');
    case 'campaignId':
      return l10n.t('Id of the campaign: five letters or digits, leading zeros matter.');
    case 'customerId':
      return l10n.t('Id of the customer in Thulium’s CRM: 1 to 20 digits. Not your own identifier.');
    case 'fields':
      return l10n.t('The fields to change; one that is left out stays as it is in Thulium.');
    case 'expect':
      return l10n.t('What is expected of the update. With it, the update is a test in the Testing view.');
    case 'status_id':
      return l10n.t('Id of the record’s status in this campaign, such as 8.');
    case 'dictionary_status_id':
      return l10n.t('Id of the dictionary status, such as 8.');
    case 'agent_login':
      return l10n.t(
        'Login of the call-centre agent who gets the record. Required by a status of the kind MY_RECORD.',
      );
    case 'next_call_date':
      return l10n.t(
        'Date of the next contact: YYYY-MM-DD hh:mm, 24-hour clock. Required by statuses of the kinds MY_RECORD and CALL_NO_SOONER_THAN.',
      );
    case 'order':
      return l10n.t('Order of the record: a whole number from 0.');
    case 'outcome':
      return l10n.t('How the update should end: updated, failed or cancelled.');
    case 'status':
      return l10n.t('The HTTP status that should come, such as 204.');
    case 'errorCode':
      return l10n.t('The code of the failure that should come, such as rejected or not-found.');
    case 'record':
      return l10n.t('Values that the record should have afterwards, by the names of the API.');
    default:
      return undefined;
  }
}
