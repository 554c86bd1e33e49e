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

import express from 'express';
import { once } from 'node:events';
import { Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';

/** What was answered. */
export interface RawAnswer {
  status?: number;
  head: string;
  body: string;
}

/** A call of which a test decides what is sent of it, byte by byte, and when. */
export class RawCall {
  readonly socket: Socket;
  readonly #closed: Promise<unknown>;
  #received = '';

  constructor(port: number, head: string[]) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('utf8');
    this.socket.on('data', text => {
      this.#received += text;
    });
    // Reset by the server, perhaps.
    this.socket.on('error', () => undefined);
    this.#closed = once(this.socket, 'close').catch(() => undefined);
    this.socket.write([...head, 'Host: localhost', '', ''].join('\r\n'));
  }

  /** Begins to send facts, and may never go on. */
  static ingest(port: number, headers: string[], begun = ''): RawCall {
    const call = new RawCall(port, [
      'POST /ingest HTTP/1.1',
      'Content-Type: application/json',
      ...headers,
    ]);
    call.socket.write(begun);
    return call;
  }

  /** Of the answer; undefined as long as there is none */
  get status(): number | undefined {
    const [, status] = /^HTTP\/1.1 (\d+)/.exec(this.#received) ?? [];
    return status === undefined ? undefined : Number(status);
  }

  /** What has come when the server has closed the connection. */
  async closed(): Promise<RawAnswer> {
    await this.#closed;
    const [head, body] = this.#received.split('\r\n\r\n');
    return { status: this.status, head, body };
  }
}

/** Serves an app on a port of its own. */
export async function serve(app: express.Express) {
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    /** Sends facts, and takes the answer. */
    async send(body: string | Buffer, headers: Record<string, string> = {}) {
      const answer = await fetch(`http://127.0.0.1:${port}/ingest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return {
        status: answer.status,
        retryAfter: answer.headers.get('retry-after'),
        body: await answer.json(),
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
