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

import { LifecycleService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { warmInBackground } from './warmInBackground';

type Hook = () => void | Promise<void>;

/** Starts and stops what was given to the lifecycle. */
function prepare(warm: (signal: AbortSignal) => Promise<void>) {
  const hooks: Record<'start' | 'stop', Hook[]> = { start: [], stop: [] };
  const lifecycle: LifecycleService = {
    addStartupHook: hook => hooks.start.push(hook),
    addShutdownHook: hook => hooks.stop.push(hook),
  };
  const logger = mockServices.logger.mock();
  warmInBackground(warm, { lifecycle, logger });
  const run = (name: 'start' | 'stop') => hooks[name].forEach(hook => hook());
  return { logger, start: () => run('start'), stop: () => run('stop') };
}

describe('warmInBackground', () => {
  it('begins after the start, and says what went wrong', async () => {
    const { logger, start } = prepare(async () => {
      throw new Error('No database');
    });
    const told = new Promise<void>(resolve => {
      logger.warn.mockImplementation(() => resolve());
    });
    start();
    await told;
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('read in advance'),
      expect.objectContaining({ message: 'No database' }),
    );
  });

  it('ends with the process, without a word', async () => {
    const warm = jest.fn();
    const { logger, start, stop } = prepare(warm);
    start();
    stop();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(warm).not.toHaveBeenCalled();
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
