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

import type { ReleaseKind } from '@backstage-dora/plugin-dora-common';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { useEvidenceStyles } from './styles';

/** That a release has failed, as shape, colour and word. */
export const FailedMark = () => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const palette = usePalette();
  return (
    <span className={classes.failed}>
      <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden>
        <path
          d="M2 2 L10 10 M10 2 L2 10"
          stroke={palette.failed}
          strokeWidth={2.5}
        />
      </svg>
      {t('release.failed')}
    </span>
  );
};

/** What kind of release it is, as colour and word. */
export const KindMark = ({ kind }: { kind: ReleaseKind }) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const palette = usePalette();
  return (
    <span className={classes.failed}>
      <svg width={10} height={10} viewBox="0 0 10 10" aria-hidden>
        <rect width={10} height={10} rx={2} fill={palette.kind[kind]} />
      </svg>
      {t(`release.kind.${kind}`)}
    </span>
  );
};
