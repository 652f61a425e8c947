import * as l10n from '@vscode/l10n';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes } from './console.js';
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

  toSystem(program.command('update'))
    .description(l10n.t('update one record'))
    .argument('<campaign>')
    .argument('<customer>')
    .option('--status-id <id>')
    .option('--dictionary-status-id <id>')
    .option('--agent-login <login>')
    .option('--next-call-date <date>', l10n.t('YYYY-MM-DD hh:mm, or such as {0}', '{{today+1d 10:00}}'))
    .option('--order <number>')
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

/** An option that may be given several times. */
function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function allowWrites(): Option {
  return new Option('--allow-writes', l10n.t('allow changes on anything but this machine'));
}
