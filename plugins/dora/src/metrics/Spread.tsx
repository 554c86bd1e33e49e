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
import type {
  MetricName,
  ProductSpread,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import { useTranslation } from '../translations';
import { TierCount } from './TierMark';
import { useMetric } from './useMetrics';

const TIERS: readonly Tier[] = ['elite', 'high', 'medium', 'low'];

const useStyles = makeStyles(
  (theme: Theme) => ({
    counts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
    },
  }),
  { name: 'DoraSpread' },
);

/** How the products below something are spread: it has no tier of its own. */
export const Spread = (props: {
  name: MetricName;
  products: ProductSpread;
  format: Formatter;
  /** In a cell of a table, rather than on a tile. */
  isShort?: boolean;
}) => {
  const { name, products, format, isShort = false } = props;
  const { p25, p50, p75, other } = products;
  const classes = useStyles();
  const t = useTranslation();
  const { tiered } = useMetric(name);
  const hasQuartiles = p25 !== null && p50 !== null && p75 !== null;
  const quartiles = hasQuartiles && {
    median: format.metric(name, p50),
    middle: format.interval(name, [p25, p75]),
  };
  const words = quartiles
    ? t('products.quartiles', quartiles)
    : t('products.none');
  return (
    <div>
      {isShort ? (
        quartiles && <div title={words}>{t('products.short', quartiles)}</div>
      ) : (
        <div>{words}</div>
      )}
      {tiered && (
        <div className={classes.counts}>
          {TIERS.filter(tier => products[tier] > 0).map(tier => (
            <TierCount
              key={tier}
              tier={tier}
              count={format.number(products[tier], 0)}
            />
          ))}
          {other > 0 && (
            <span>
              {t('products.other', { value: format.number(other, 0) })}
            </span>
          )}
        </div>
      )}
    </div>
  );
};
