import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/editor/installed.js';
import { timed, type Finished } from './support/processes.js';

/** A tool that sends the same PUTs from a file of its own form. */
export interface Peer {
  name: string;
  run(): Promise<Finished>;
}

const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
const contentType = 'application/json; charset=utf-8';
const body = '{"status_id":"3"}';

/**
 * Writes each peer's own input into a folder: `count` PUTs to customers 1 to `count`. Each runs in the
 * fastest way that it has; those that can send side by side are told `concurrency`.
 */
export function preparePeers(folder: string, url: string, count: number, concurrency: number): Peer[] {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const csv = join(folder, 'peers.csv');
  writeFileSync(csv, `customer_id\n${ids.join('\n')}\n`);
  return [
    httpyac(folder, url, ids, concurrency),
    bruno(folder, url, csv, 'Bruno CLI, in parallel', ['--parallel']),
    bruno(folder, url, csv, 'Bruno CLI', []),
    newman(folder, url, csv),
    ...curl(folder, url, ids, concurrency),
  ];
}

function recordUrl(url: string, customer: string | number): string {
  return `${url}/api/crm_outbounds/00001/records/${customer}`;
}

function httpyac(folder: string, url: string, ids: readonly number[], concurrency: number): Peer {
  const file = join(folder, 'rows.http');
  const requests = ids.map(
    (id) =>
      `PUT ${recordUrl(url, id)}\nContent-Type: ${contentType}\nAuthorization: ${authorization}\n\n${body}\n`,
  );
  writeFileSync(file, requests.join('\n###\n\n'));
  const args = ['send', file, '--all', '--silent', '--output=none', `--parallel=${concurrency}`];
  return {
    name: 'httpyac',
    run: () => timed(process.execPath, [command('httpyac'), ...args], { cwd: folder }),
  };
}

function bruno(folder: string, url: string, csv: string, name: string, more: string[]): Peer {
  const collection = join(folder, 'bruno');
  mkdirSync(collection, { recursive: true });
  writeFileSync(
    join(collection, 'bruno.json'),
    JSON.stringify({ version: '1', name: 'bench', type: 'collection' }),
  );
  writeFileSync(
    join(collection, 'update.bru'),
    `meta {
  name: update
  type: http
  seq: 1
}

put {
  url: ${recordUrl(url, '{{customer_id}}')}
  body: json
  auth: none
}

headers {
  Content-Type: ${contentType}
  Authorization: ${authorization}
}

body:json {
  ${body}
}
`,
  );
  const args = ['run', 'update.bru', `--csv-file-path=${csv}`, ...more];
  return { name, run: () => timed(process.execPath, [command('bru'), ...args], { cwd: collection }) };
}

function newman(folder: string, url: string, csv: string): Peer {
  const file = join(folder, 'collection.json');
  const header = [
    { key: 'Content-Type', value: contentType },
    { key: 'Authorization', value: authorization },
  ];
  const request = {
    method: 'PUT',
    header,
    url: recordUrl(url, '{{customer_id}}'),
    body: { mode: 'raw', raw: body },
  };
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(
    file,
    JSON.stringify({ info: { name: 'bench', schema }, item: [{ name: 'update', request }] }),
  );
  const args = ['run', file, `--iteration-data=${csv}`, '--silent'];
  return {
    name: 'Newman',
    run: () => timed(process.execPath, [command('newman'), ...args], { cwd: folder }),
  };
}

/** Not from npm: left out where it is not installed. */
function curl(folder: string, url: string, ids: readonly number[], concurrency: number): Peer[] {
  if (!existsSync('/usr/bin/curl') || !existsSync('/usr/bin/xargs')) return [];
  const file = join(folder, 'ids.txt');
  writeFileSync(file, `${ids.join('\n')}\n`);
  const headers = ['-H', `Content-Type: ${contentType}`, '-H', `Authorization: ${authorization}`];
  const call = ['curl', '-s', '-f', '-X', 'PUT', ...headers, '-d', body, recordUrl(url, '{}')];
  const args = [`--arg-file=${file}`, `--max-procs=${concurrency}`, '-I{}', ...call];
  return [
    { name: `xargs -P ${concurrency} curl`, run: () => timed('/usr/bin/xargs', args, { cwd: folder }) },
  ];
}

function command(name: string): string {
  return join(repositoryRoot, '.cache', 'peers', 'node_modules', '.bin', name);
}
