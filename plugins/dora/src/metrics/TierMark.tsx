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

import { makeStyles, Theme } from '@material-ui/core/styles';
import type { Tier } from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';
import { usePalette } from './palette';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'DoraTierMark' },
);

/** One shape per tier, so that none is told by its colour alone. */
const SHAPES: Record<Tier, string> = {
  elite: 'M6 0.5 L11.5 6 L6 11.5 L0.5 6 Z',
  high: 'M6 1 L11.5 11 L0.5 11 Z',
  medium: 'M6 1 A5 5 0 1 1 5.99 1 Z',
  low: 'M1.5 1.5 H10.5 V10.5 H1.5 Z',
};

const Shape = ({ tier }: { tier: Tier }) => {
  const palette = usePalette();
  return (
    <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden>
      <path d={SHAPES[tier]} fill={palette.tier[tier]} />
    </svg>
  );
};

/** A tier as shape, colour and word; both ends where it may be in several. */
export const TierMark = (props: {
  tier: Tier;
  /** The best and the worst tier, where they differ. */
  range?: readonly [Tier, Tier];
}) => {
  const { tier, range } = props;
  const classes = useStyles();
  const t = useTranslation();
  const [best, worst] = range ?? [tier, tier];
  return (
    <span className={classes.root}>
      <Shape tier={best} />
      {worst !== best && <Shape tier={worst} />}
      <span>
        {worst === best
          ? t(`tier.${best}`)
          : t('tier.range', {
              best: t(`tier.${best}`),
              worst: t(`tier.${worst}`),
            })}
      </span>
    </span>
  );
};

/** How many are in a tier: its shape and the number, with words for those who cannot see it. */
export const TierCount = (props: { tier: Tier; count: string }) => {
  const { tier, count } = props;
  const classes = useStyles();
  const t = useTranslation();
  const label = t('products.inTier', { tier: t(`tier.${tier}`), value: count });
  return (
    <span className={classes.root} role="img" aria-label={label} title={label}>
      <Shape tier={tier} />
      {count}
    </span>
  );
};
