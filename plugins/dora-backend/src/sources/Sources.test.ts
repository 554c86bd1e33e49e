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

import { mockServices } from '@backstage/backend-test-utils';
import { Source, SourceConnection } from '@backstage-dora/plugin-dora-node';
import { Sources } from './Sources';

const sourceNamed = (name: string, connect: Source['connect']): Source => ({
  getSourceName: () => name,
  connect,
});

describe('Sources', () => {
  it('connects every source, even if others fail', async () => {
    const logger = mockServices.logger.mock();
    const connections = new Map<string, SourceConnection>();
    const connectionOf = (name: string) => {
      const connection = {} as SourceConnection;
      connections.set(name, connection);
      return connection;
    };
    const connected: SourceConnection[] = [];
    const connect = async (connection: SourceConnection) => {
      connected.push(connection);
    };
    const failure = new Error('no network');
    const sources = new Sources();
    sources.addSource(
      sourceNamed('broken', async () => {
        throw failure;
      }),
      [sourceNamed('a', connect), sourceNamed('b', connect)],
    );

    await sources.connect(connectionOf, logger);
    expect(connected).toHaveLength(2);
    expect(connected[0]).toBe(connections.get('a'));
    expect(connected[1]).toBe(connections.get('b'));
    expect(logger.error.mock.calls).toEqual([
      ['Could not connect source broken', failure],
    ]);
  });

  it('refuses two sources with the same name', () => {
    const sources = new Sources();
    sources.addSource(sourceNamed('github:public', async () => {}));
    expect(() =>
      sources.addSource(sourceNamed('github:public', async () => {})),
    ).toThrow('There are two sources named github:public');
  });
});
