import { spawn } from 'node:child_process';

const running = new Set();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.once(signal, async () => {
    const ends = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    // Ctrl+C reaches the children by itself, and a second one would make them leave without tidying up.
    const pass = () => running.forEach((child) => child.kill(signal));
    if (signal === 'SIGINT') setTimeout(pass, 3_000);
    else pass();
    await Promise.all(ends);
    process.exit(code);
  });

/**
 * Runs a program to its end, on this terminal unless `quiet`, and returns its exit code and, when quiet, what it said.
 * A signal that reaches this process is passed on, and waited for.
 */
export function run(command, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, isBatchFile(command) ? args.map(quoted) : args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: isBatchFile(command),
    });
    running.add(child);
    let output = '';
    for (const stream of quiet ? [child.stdout, child.stderr] : [])
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** On Windows these are no programs: its shell runs them, and takes an argument apart at blanks and parentheses. */
function isBatchFile(command) {
  return process.platform === 'win32' && ['npm', 'code'].includes(command);
}

function quoted(argument) {
  return /[\s()&]/.test(argument) ? `"${argument}"` : argument;
}

/** As `run`, quiet, but a failure is an error that says what was attempted and what the program answered. */
export async function must(what, command, args, options) {
  const { code, output } = await run(command, args, { ...options, quiet: true }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code === 0) return output;
  throw new Error(`${what} failed: ${command} ${args.join(' ')}\n${output.slice(-4000)}`);
}
