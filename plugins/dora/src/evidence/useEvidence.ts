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

import { useMemo } from 'react';
import type { EvidenceKind } from '../metrics';
import { daysBetween, UrlPatch, useUrlState } from '../window';
import { EvidenceSort, SortOrder } from './lists';

const KINDS: readonly EvidenceKind[] = ['releases', 'changes', 'incidents'];

/**
 * One release, found again by its component and time: its id is the backend's
 * own, and another one as soon as it is derived again.
 */
export interface OpenRelease {
  entityRef: string;
  time: string;
}

export interface EvidenceState {
  /** The list that is open; undefined where none is. */
  list?: EvidenceKind;
  only?: string;
  /** Text that the server looks for in the list. */
  filter: string;
  sort?: string;
  order: SortOrder;
  /** Part of the window that the list is limited to, `[from, to)`. */
  part?: { from: string; to: string };
  page: number;
  release?: OpenRelease;
  open: (
    list: EvidenceKind,
    options?: {
      only?: string;
      filter?: string;
      part?: { from: string; to: string };
    },
  ) => void;
  setOnly: (only: string | undefined) => void;
  setFilter: (filter: string) => void;
  setSort: (sort: EvidenceSort, order: SortOrder) => void;
  setPage: (page: number) => void;
  openRelease: (release: OpenRelease) => void;
  closeRelease: () => void;
  close: () => void;
}

const NO_RELEASE: UrlPatch = { release: undefined, at: undefined };

const ALL_OF_IT: UrlPatch = {
  ...NO_RELEASE,
  only: undefined,
  in: undefined,
  evidenceFilter: undefined,
  evidenceSort: undefined,
  evidenceOrder: undefined,
  evidencePage: undefined,
};

/** Closes the evidence, whatever of it is open. */
export const EVIDENCE_PARAMS: UrlPatch = { ...ALL_OF_IT, evidence: undefined };

function readPart(text: string | undefined) {
  const [from, to] = text?.split('..') ?? [];
  return daysBetween(from, to) === undefined ? undefined : { from, to };
}

/** What of the evidence is open, all of it in the URL. */
export function useEvidence(): EvidenceState {
  const url = useUrlState();
  return useMemo(() => {
    const list = KINDS.find(kind => kind === url.get('evidence'));
    const [entityRef, time] = ['release', 'at'].map(url.get);
    const isRelease = entityRef && time && !Number.isNaN(Date.parse(time));
    const page = Number(url.get('evidencePage') ?? 0);
    return {
      list: list ?? (isRelease ? 'releases' : undefined),
      only: url.get('only'),
      filter: url.get('evidenceFilter') ?? '',
      sort: url.get('evidenceSort'),
      order: url.get('evidenceOrder') === 'asc' ? 'asc' : 'desc',
      part: readPart(url.get('in')),
      page: Number.isInteger(page) && page > 0 ? page : 0,
      release: isRelease ? { entityRef, time } : undefined,
      open: (kind, options) =>
        url.set({
          ...ALL_OF_IT,
          evidence: kind,
          only: options?.only,
          evidenceFilter: options?.filter || undefined,
          in: options?.part && `${options.part.from}..${options.part.to}`,
        }),
      setOnly: only => url.set({ only, evidencePage: undefined }),
      setFilter: filter =>
        url.set(
          { evidenceFilter: filter || undefined, evidencePage: undefined },
          { replace: true },
        ),
      setSort: (sort, order) =>
        url.set({
          evidenceSort:
            sort === 'time' || sort === 'startedAt' ? undefined : sort,
          evidenceOrder: order === 'desc' ? undefined : order,
          evidencePage: undefined,
        }),
      setPage: next =>
        url.set({ evidencePage: next > 0 ? String(next) : undefined }),
      openRelease: release =>
        url.set({
          evidence: list ?? 'releases',
          release: release.entityRef,
          at: release.time,
        }),
      closeRelease: () => url.set(NO_RELEASE),
      close: () => url.set(EVIDENCE_PARAMS),
    };
  }, [url]);
}
