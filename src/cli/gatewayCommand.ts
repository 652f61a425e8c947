import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../core/errors.js';
import { hidden } from '../core/redact.js';
import { startGateway } from '../gateway/gateway.js';
import type { GatewayEntry } from '../gateway/passedLog.js';
import { wordCertainty, wordDiagnosis } from '../messages/diagnosis.js';
import { createDirectory } from '../thulium/lists.js';
import { CliError, exitCodes } from './console.js';
import { learnFrom } from './explainCommand.js';
import { agentsFor, openSystem, wholeNumber, type Context, type SystemOptions } from './system.js';

export interface GatewayCommandOptions extends SystemOptions {
  port?: string;
  json?: boolean;
  includePersonalData?: boolean;
}

/**
 * `gateway`: an address of this machine that passes requests to the system of the environment until it is interrupted,
 * with a line for each. Beyond this machine only reads pass unless writes are allowed, for nobody here can tell a test
 * system from a production one.
 */
export async function gatewayCommand(context: Context, options: GatewayCommandOptions): Promise<number> {
  const port = wholeNumber('--port', options.port, { least: 0, most: 65_535 }) ?? 0;
  const { connection: opened, client, dates } = await openSystem(context, options);
  const connection = { ...opened, production: opened.production && options.allowWrites !== true };
  const directory = createDirectory(client, () => performance.now());
  const agents = await agentsFor(connection.baseUrl);
  const gateway = await startGateway({
    connection,
    port,
    dates,
    agents,
    lookUp: () => Promise.resolve(connection),
    learn: (ids) => learnFrom(directory, client, ids, context.signal),
    onRequest: (entry) => {
      if (options.json === true) context.console.json(jsonLine(entry, options));
      else context.console.print(textLine(entry));
    },
  }).catch((error: unknown) => {
    throw new CliError(
      l10n.t('The gateway can’t listen on port {0}: {1}', port, errorMessage(error)),
      exitCodes.unreachable,
    );
  });
  const { url } = gateway;
  if (options.json === true) context.console.json({ ready: true, url, system: connection.baseUrl });
  else {
    context.console.print(
      connection.production
        ? l10n.t(
            '{0} passes reads to {1}. Add --allow-writes to pass changes to a test system.',
            url,
            connection.name,
          )
        : l10n.t('{0} passes requests to {1}.', url, connection.name),
    );
  }
  if (!context.signal.aborted) await once(context.signal, 'abort');
  await gateway.close();
  return exitCodes.fine;
}

/** A request as JSON: of the texts that hold a customer's data only what was asked for. */
function jsonLine(entry: GatewayEntry, { includePersonalData = false }: GatewayCommandOptions): object {
  const { at, method, path, status, requestId, durationMs, refused, failure } = entry;
  const diagnosis = entry.diagnosis.map((each) => ({
    code: each.code,
    certainty: each.certainty,
    message: wordDiagnosis(each),
  }));
  return {
    at,
    method,
    path: includePersonalData ? path : withoutQuery(path),
    status,
    requestId,
    durationMs,
    diagnosis,
    ...(refused && { refused }),
    ...(failure && { failure: failure.code }),
    ...(includePersonalData && { body: entry.body, responseBody: entry.responseBody }),
  };
}

function textLine({ method, path, status, durationMs, diagnosis, failure, refused }: GatewayEntry): string {
  const end = [status === 0 ? '' : status, failure?.code ?? refused ?? '']
    .filter((each) => each !== '')
    .join(' ');
  const found = diagnosis.map(
    (each) => `\n  ${each.code} (${wordCertainty(each.certainty)}): ${wordDiagnosis(each)}`,
  );
  return `${method} ${withoutQuery(path)} → ${end} (${durationMs} ms)${found.join('')}`;
}

/** What is looked for may be a customer's phone number. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*$/, `?${hidden}`);
}
