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

import { useState } from 'react';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import Popover from '@material-ui/core/Popover';
import TextField from '@material-ui/core/TextField';
import { makeStyles, Theme } from '@material-ui/core/styles';
import FilterListIcon from '@material-ui/icons/FilterList';
import type { CompareFacets } from '@backstage-dora/plugin-dora-common';
import { useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { CheckGroup } from './CheckGroup';
import { FacetField } from './FacetField';
import { FilterState, STATES, TIERS } from './useFilters';
import { ownerTitle } from './useFilterWords';

const METRIC_ID = 'dora-filter-metric';

const useStyles = makeStyles(
  (theme: Theme) => ({
    paper: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      width: 380,
      maxWidth: 'calc(100vw - 32px)',
      padding: theme.spacing(2),
    },
    rating: { display: 'flex', gap: theme.spacing(2) },
    foot: { display: 'flex', justifyContent: 'space-between' },
    button: { textTransform: 'none' },
  }),
  { name: 'DoraFilterMenu' },
);

/** Limits a comparison by what the catalog says, and by how a metric stands. */
export const FilterMenu = (props: {
  state: FilterState;
  facets?: CompareFacets;
}) => {
  const { state, facets } = props;
  const { filters, hasTiers, set, count, clear } = state;
  const classes = useStyles();
  const t = useTranslation();
  const metrics = useMetrics();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  return (
    <>
      <Button
        size="small"
        startIcon={<FilterListIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {count > 0
          ? t('filters.buttonCount', { value: String(count) })
          : t('filters.button')}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        PaperProps={{
          role: 'dialog',
          'aria-label': t('filters.button'),
          className: classes.paper,
        }}
      >
        <FacetField
          label={t('filters.owner')}
          options={(facets?.owners ?? []).map(({ entityRef }) => entityRef)}
          optionText={entityRef => ownerTitle(entityRef, facets)}
          value={filters.owner}
          onChange={owner => set({ owner })}
        />
        <FacetField
          label={t('filters.type')}
          options={facets?.types ?? []}
          value={filters.type}
          onChange={type => set({ type })}
        />
        <FacetField
          label={t('filters.lifecycle')}
          options={facets?.lifecycles ?? []}
          value={filters.lifecycle}
          onChange={lifecycle => set({ lifecycle })}
        />
        <TextField
          select
          id={METRIC_ID}
          size="small"
          variant="outlined"
          label={t('filters.metric')}
          value={filters.metric}
          onChange={event => {
            const metric = metrics.all.find(
              name => name === event.target.value,
            );
            if (metric) {
              const tier = metrics.of(metric).tiered ? filters.tier : [];
              set({ metric, tier });
            }
          }}
        >
          {metrics.all.map(name => (
            <MenuItem key={name} value={name}>
              {t(`metric.${name}.title`)}
            </MenuItem>
          ))}
        </TextField>
        <div className={classes.rating}>
          {hasTiers && metrics.of(filters.metric).tiered && (
            <CheckGroup
              label={t('filters.tier')}
              options={TIERS.map(value => ({
                value,
                text: t(`tier.${value}`),
              }))}
              value={filters.tier}
              onChange={tier => set({ tier })}
            />
          )}
          <CheckGroup
            label={t('filters.state')}
            options={STATES.map(value => ({
              value,
              text: t(`filters.states.${value}`),
            }))}
            value={filters.state}
            onChange={chosen => set({ state: chosen })}
          />
        </div>
        <div className={classes.foot}>
          <Button
            size="small"
            className={classes.button}
            disabled={count === 0 && !filters.text}
            onClick={clear}
          >
            {t('filters.clear')}
          </Button>
          <Button
            size="small"
            color="primary"
            className={classes.button}
            onClick={close}
          >
            {t('filters.done')}
          </Button>
        </div>
      </Popover>
    </>
  );
};
