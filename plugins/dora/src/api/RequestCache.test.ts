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

  describe('while facts are pending', () => {
    const passed = (seconds: number) =>
      jest.advanceTimersByTimeAsync(seconds * 1000);
    const setHidden = (hidden: boolean) => {
      Object.defineProperty(document, 'hidden', {
        value: hidden,
        configurable: true,
      });
      document.dispatchEvent(new Event('visibilitychange'));
    };

    beforeEach(() => {
      jest.useFakeTimers();
    });

    afterEach(() => {
      jest.useRealTimers();
      Reflect.deleteProperty(document, 'hidden');
    });

    it('asks again with growing pauses and without a sign of it, until none is', async () => {
      const cache = new RequestCache();
      const load = jest.fn(async () => answer('some', 7));
      const seen: boolean[] = [];
      const lacked: number[] = [];
      cache.watchPending(() => lacked.push(cache.pending()));
      cache.subscribe('a', load, () => seen.push(cache.get('a').loading));
      await passed(0);
      expect(cache.pending()).toBe(7);

      let asked = 1;
      for (const pause of [3, 5, 10, 20, 30, 30]) {
        await passed(pause - 0.001);
        expect(load).toHaveBeenCalledTimes(asked);
        if (asked === 2) {
          load.mockRejectedValueOnce(new Error('Try later'));
        }
        await passed(0.001);
        asked += 1;
        expect(load).toHaveBeenCalledTimes(asked);
        expect(cache.get('a')).toEqual({
          data: answer('some', 7),
          loading: false,
        });
      }
      expect(seen.filter(isLoading => isLoading)).toHaveLength(1);

      load.mockResolvedValue(answer('all'));
      await passed(30);
      expect(cache.get('a')).toEqual({ data: answer('all'), loading: false });
      expect(lacked.at(-1)).toBe(0);
      await passed(3600);
      expect(load).toHaveBeenCalledTimes(asked + 1);
    });

    it('begins with short pauses again after a write', async () => {
      const cache = new RequestCache();
      const load = jest.fn(async () => answer('some', 7));
      cache.subscribe('a', load, () => {});
      await passed(30);
      const asked = load.mock.calls.length;
      cache.refresh();
      await passed(2.999);
      expect(load).toHaveBeenCalledTimes(asked + 1);
      await passed(0.001);
      expect(load).toHaveBeenCalledTimes(asked + 2);
    });

    it('does not ask again before somebody looks at the tab', async () => {
      const cache = new RequestCache();
      const load = jest.fn(async () => answer('some', 7));
      cache.subscribe('a', load, () => {});
      await passed(0);
      setHidden(true);
      await passed(3600);
      expect(load).toHaveBeenCalledTimes(1);
      setHidden(false);
      await passed(0);
      expect(load).toHaveBeenCalledTimes(2);
      await passed(5);
      expect(load).toHaveBeenCalledTimes(3);
    });

    it('stops when nobody is there, and keeps no such answer for the next visitor', async () => {
      const cache = new RequestCache();
      const load = jest.fn(async () => answer('some', 7));
      const leaveHidden = cache.subscribe('hidden', load, () => {});
      await passed(0);
      setHidden(true);
      await passed(3);
      leaveHidden();
      const leave = cache.subscribe('a', load, () => {});
      await passed(0);
      leave();
      await passed(0);
      expect(cache.pending()).toBe(0);
      setHidden(false);
      await passed(3600);
      expect(load).toHaveBeenCalledTimes(2);

      cache.subscribe('a', load, () => {});
      expect(cache.get('a')).toEqual({
        data: answer('some', 7),
        loading: true,
      });
      expect(load).toHaveBeenCalledTimes(3);
    });
  });
});
