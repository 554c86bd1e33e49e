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

import { RequestCache } from './RequestCache';

/** An answer that lacks as many facts. */
const answer = (text: string, pending = 0) => ({ text, pending });

const settle = () => new Promise(resolve => setTimeout(resolve));

describe('RequestCache', () => {
  it('runs a request once for all who wait for it', async () => {
    const cache = new RequestCache();
    const load = jest.fn(async () => answer('answer'));
    const listener = jest.fn();
    cache.subscribe('a', load, listener);
    cache.subscribe('a', load, listener);
    await settle();
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.get('a')).toEqual({ data: answer('answer'), loading: false });
    expect(listener).toHaveBeenCalled();
  });

  it('shows a fresh answer without asking again, and an old one while it does', async () => {
    let now = 0;
    const cache = new RequestCache({ now: () => now, freshForMs: 1000 });
    const load = jest.fn(async () => answer('answer'));
    cache.subscribe('a', load, () => {})();
    cache.subscribe('a', load, () => {});
    await settle();
    now = 1000;
    cache.subscribe('a', load, () => {});
    expect(load).toHaveBeenCalledTimes(1);
    now = 1001;
    cache.subscribe('a', load, () => {});
    expect(load).toHaveBeenCalledTimes(2);
    expect(cache.get('a')).toEqual({ data: answer('answer'), loading: true });
  });

  it('aborts a request that nobody waits for any more', async () => {
    const cache = new RequestCache();
    let signal: AbortSignal | undefined;
    const load = (given: AbortSignal) => {
      signal = given;
      return new Promise<never>(() => {});
    };
    const leaveFirst = cache.subscribe('a', load, () => {});
    const leaveSecond = cache.subscribe('a', load, () => {});
    leaveFirst();
    await settle();
    expect(signal?.aborted).toBe(false);
    leaveSecond();
    await settle();
    expect(signal?.aborted).toBe(true);
  });

  it('does not abort when another one takes over in the same turn', async () => {
    const cache = new RequestCache();
    const load = jest.fn(async () => answer('answer'));
    const leave = cache.subscribe('a', load, () => {});
    leave();
    cache.subscribe('a', load, () => {});
    await settle();
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.get('a').data).toEqual(answer('answer'));
  });

  it('repeats a failed request only when told to, or for the next visitor', async () => {
    const cache = new RequestCache();
    const load = jest.fn(async (): Promise<{ pending: number }> => {
      throw new Error('down');
    });
    const leave = cache.subscribe('a', load, () => {});
    await settle();
    expect(cache.get('a').error?.message).toBe('down');
    cache.subscribe('a', load, () => {})();
    await settle();
    expect(load).toHaveBeenCalledTimes(1);

    load.mockResolvedValueOnce(answer('answer'));
    cache.retry('a', load);
    expect(cache.get('a')).toEqual({ data: undefined, loading: true });
    await settle();
    expect(cache.get('a')).toEqual({ data: answer('answer'), loading: false });

    cache.retry('a', load);
    await settle();
    expect(cache.get('a').error?.message).toBe('down');
    leave();
    await settle();
    cache.subscribe('a', load, () => {});
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('asks again for what is shown, and forgets the rest, after a write', async () => {
    const cache = new RequestCache();
    const answers = ['before', 'after'];
    const load = jest.fn(async () => answer(answers.shift()!));
    cache.subscribe('shown', load, () => {});
    const leave = cache.subscribe(
      'left',
      async () => answer('before'),
      () => {},
    );
    await settle();
    leave();
    await settle();
    cache.refresh();
    expect(cache.get('shown')).toEqual({
      data: answer('before'),
      loading: true,
    });
    expect(cache.get('left').data).toBeUndefined();
    await settle();
    expect(cache.get('shown')).toEqual({
      data: answer('after'),
      loading: false,
    });
  });

  it('does not take an answer that was under way during a write', async () => {
    const cache = new RequestCache();
    const resolvers: ((given: { pending: number }) => void)[] = [];
    const load = () =>
      new Promise<{ pending: number }>(resolve => {
        resolvers.push(resolve);
      });
    cache.subscribe('a', load, () => {});
    cache.refresh();
    resolvers[1](answer('after'));
    resolvers[0](answer('before'));
    await settle();
    expect(cache.get('a')).toEqual({ data: answer('after'), loading: false });
  });

  it('forgets the answers that were asked for the longest ago', async () => {
    const cache = new RequestCache({ capacity: 2 });
    for (const key of ['a', 'b', 'c']) {
      const leave = cache.subscribe(
        key,
        async () => answer(key),
        () => {},
      );
      await settle();
      leave();
    }
    expect(cache.get('a').data).toBeUndefined();
    expect(cache.get('b').data).toEqual(answer('b'));
    expect(cache.get('c').data).toEqual(answer('c'));
  });
});
