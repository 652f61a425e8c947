import * as l10n from '@vscode/l10n';
import { Command, CommanderError, Option } from 'commander';
import {
  bulkUpdate,
  listRuns,
  restoreRun,
  resumeRun,
  retryRun,
  type StartOptions as BulkStartOptions,
} from './bulkCommands.js';
import type { BulkOptions } from './bulkRun.js';
import { exitCodes } from './console.js';
import { gatewayCommand, type GatewayCommandOptions } from './gatewayCommand.js';
import { explainCommand, type ExplainOptions } from './explainCommand.js';
import { checkFiles, exportStatuses, type CheckOptions, type ExportOptions } from './statusFiles.js';
import {
  listRecords,
  showRecord,
  updateRecord,
  type ListOptions,
  type RecordOptions,
  type UpdateOptions,
} from './records.js';
import type { Context } from './system.js';
import { testCommand, type TestOptions } from './testCommand.js';

/** Everything that the command line offers, each command loading its code when it is called. */
export async function runProgram(
  context: Context,
  args: readonly string[],
  version: string,
): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = new Command('thulium-records')
    .description(l10n.t('Tests and bulk updates of Thulium campaign records, without an editor (unofficial)'))
    .version(version)
    .showHelpAfterError(l10n.t('Run with --help to see all options.'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        context.console.document(text);
      },
      writeErr: (text) => {
        // An option that does not exist may hold a secret: what follows its name is not repeated.
        context.console.note(text.trimEnd().replace(/(--[\w-]+)=[^']*/g, '$1=•••'));
      },
    })
    .addHelpText(
      'after',
      [
        '',
        l10n.t(
          'Environment: THULIUM_BASE_URL, THULIUM_API_USER, THULIUM_API_PASSWORD; HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS',
        ),
        l10n.t(
          'Exit codes: 0 fine, 1 a test or a row failed, 2 arguments, 3 cannot reach or sign in, 4 stopped and can be resumed, 130 interrupted',
        ),
      ].join('\n'),
    );

  const ending =
    <Rest extends unknown[]>(run: (...rest: Rest) => Promise<number>) =>
    async (...rest: Rest): Promise<void> => {
      exitCode = await run(...rest);
    };

  toSystem(program.command('test'))
    .description(l10n.t('send the updates of request files that say what they expect'))
    .argument('<files...>', l10n.t('request files, or patterns such as tests/**/*.thulium.json'))
    .option('--simulator', l10n.t('run on a simulator in this process'))
    .option('--seed <file>', l10n.t('seed file of that simulator'))
    .option(
      '--reporter <name>',
      l10n.t('spec, junit or json; junit=FILE writes to a file; may be repeated'),
      collect,
    )
    .option('--filter <text>', l10n.t('only tests whose file or name holds this text'))
    .option('--bail', l10n.t('stop at the first test that fails'))
    .addOption(allowWrites())
    .action(ending((files: string[], options: TestOptions) => testCommand(context, files, options)));

  toSystem(program.command('show'))
    .description(l10n.t('show a record'))
    .argument('<campaign>')
    .argument('<customer>')
    .action(
      ending((campaign: string, customer: string, options: RecordOptions) =>
        showRecord(context, campaign, customer, options),
      ),
    );

  const bulk = program.command('bulk').description(l10n.t('bulk updates from files'));
  withFields(toRuns(bulk.command('run', { isDefault: true })))
    .description(l10n.t('send the good rows of a file'))
    .argument('<file>')
    .option('--campaign <id>', l10n.t('campaign of rows that name none'))
    .option('--mapping <json>', l10n.t('which column is what, as JSON or a file with it'))
    .option('--fix <name>', l10n.t('repair a whole column; may be repeated'), collect)
    .option('--encoding <name>')
    .option('--delimiter <character>')
    .option('--dry-run', l10n.t('check it, and send nothing'))
    .option('--no-remember-before', l10n.t('do not read and keep the values before'))
    .option('--include-in-work', l10n.t('also records that an agent is working on'))
    .option('--include-duplicates', l10n.t('every row of the same record, in order'))
    .action(ending((file: string, options: BulkStartOptions) => bulkUpdate(context, file, options)));
  for (const [name, description, run] of [
    ['resume', l10n.t('go on with a bulk update'), resumeRun],
    ['retry', l10n.t('send again the rows whose failure may have passed'), retryRun],
    ['restore', l10n.t('put back the values before'), restoreRun],
  ] as const) {
    const command = toRuns(bulk.command(name))
      .description(description)
      .argument('[run]', l10n.t('its ID; the newest that fits by default'));
    if (name === 'restore') {
      command.option('--force', l10n.t('also where someone changed the record since'));
    }
    command.action(ending((id: string | undefined, options: BulkOptions) => run(context, id, options)));
  }
  bulk
    .command('list')
    .description(l10n.t('list the bulk updates of a folder'))
    .option('--json', l10n.t('JSON on the standard output'))
    .addOption(stateFolder())
    .action(ending((options: BulkOptions) => listRuns(context, options)));

  withFields(toSystem(program.command('update')))
    .description(l10n.t('update one record'))
    .argument('<campaign>')
    .argument('<customer>')
    .option('--dry-run', l10n.t('check it, and send nothing'))
    .option('--include-do-not-call', l10n.t('change it although it is marked Do not call'))
    .addOption(allowWrites())
    .action(
      ending((campaign: string, customer: string, options: UpdateOptions) =>
        updateRecord(context, campaign, customer, options),
      ),
    );

  toSystem(program.command('list'))
    .description(l10n.t('list the records of a campaign as CSV'))
    .argument('<campaign>')
    .option('--status <id>', l10n.t('only with this status_id; may be repeated'), collect)
    .option(
      '--system-status <name>',
      l10n.t('only with this system status, such as CALL; may be repeated'),
      collect,
    )
    .option('--agent <login>', l10n.t('only of this agent; may be repeated'), collect)
    .action(ending((campaign: string, options: ListOptions) => listRecords(context, campaign, options)));

  toSystem(
    program
      .command('statuses')
      .description(l10n.t('lists of statuses'))
      .command('export', { isDefault: true }),
  )
    .description(l10n.t('write the statuses of all campaigns as JSON, sorted'))
    .option('--campaign <id>', l10n.t('only of this campaign; may be repeated'), collect)
    .option('--output <file>', l10n.t('write to this file'))
    .action(ending((options: ExportOptions) => exportStatuses(context, options)));

  program
    .command('check')
    .description(l10n.t('check request files and files of rows; nothing is sent'))
    .argument('<files...>')
    .option('--statuses <file>', l10n.t('statuses as “statuses export” writes them'))
    .option('--campaign <id>', l10n.t('campaign of rows that name none'))
    .option('--json', l10n.t('JSON on the standard output'))
    .option('--env-file <file>', l10n.t('take the environment variables from this file'))
    .option('--time-zone <name>', l10n.t('by whose clock dates are meant; Europe/Warsaw by default'))
    .action(ending((files: string[], options: CheckOptions) => checkFiles(context, files, options)));

  toSystem(program.command('explain'))
    .description(l10n.t('say why a request was refused'))
    .argument('[file]', l10n.t('a curl command, an HTTP message or lines of a log; - is the standard input'))
    .action(
      ending((file: string | undefined, options: ExplainOptions) => explainCommand(context, file, options)),
    );

  toSystem(program.command('gateway'))
    .description(
      l10n.t('pass your code’s requests to the system and say what is wrong with them, until interrupted'),
    )
    .option('--port <number>', l10n.t('port of the gateway; a free one by default'))
    .addOption(allowWrites())
    .action(ending((options: GatewayCommandOptions) => gatewayCommand(context, options)));

  // Only for the help: `main.ts` hands this command to the simulator's own program.
  program
    .command('simulator')
    .description(l10n.t('run the simulator until it is interrupted'))
    .argument('[options...]', l10n.t('as dist/simulator.js takes them: simulator --help'));

  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

/** Options of every command that talks to a system. */
function toSystem(command: Command): Command {
  return command
    .option('--json', l10n.t('JSON on the standard output'))
    .option('--env-file <file>', l10n.t('take the environment variables from this file'))
    .option('--timeout <seconds>', l10n.t('upper bound of one attempt'))
    .option('--time-zone <name>', l10n.t('by whose clock dates are meant; Europe/Warsaw by default'))
    .option('--include-personal-data', l10n.t('also print what records say of customers'));
}

/** The fields of an update. */
function withFields(command: Command): Command {
  return command
    .option('--status-id <id>')
    .option('--dictionary-status-id <id>')
    .option('--agent-login <login>')
    .option('--next-call-date <date>', l10n.t('YYYY-MM-DD hh:mm, or such as {0}', '{{today+1d 10:00}}'))
    .option('--order <number>');
}

/** Options of every command that sends rows. */
function toRuns(command: Command): Command {
  return toSystem(command)
    .addOption(stateFolder())
    .option('--expected-rows <number>', l10n.t('send only if exactly so many rows would be'))
    .option('--max-rows <number>', l10n.t('send only if at most so many rows would be'))
    .option(
      '--max-failed <number>',
      l10n.t('stop when more rows failed; a share such as 1% is one of all rows'),
    )
    .option('--requests-per-second <number>', l10n.t('10 by default; 0 for no limit'))
    .option('--concurrency <number>', l10n.t('requests at a time; 4 by default'))
    .addOption(allowWrites());
}

function stateFolder(): Option {
  return new Option('--state <folder>', l10n.t('where the journals are; .thulium-runs by default'));
}

/** An option that may be given several times. */
function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function allowWrites(): Option {
  return new Option('--allow-writes', l10n.t('allow changes on anything but this machine'));
}
