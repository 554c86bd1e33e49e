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

import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { CompareFacets } from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';
import { FilterState } from './useFilters';
import { useFilterWords } from './useFilterWords';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      padding: theme.spacing(0, 1.5, 1.5),
    },
    // Backstage's theme gives chips a margin of their own.
    chip: { margin: 0, maxWidth: '100%' },
    clear: { textTransform: 'none' },
  }),
  { name: 'DoraActiveFilters' },
);

/** The filters that are on, each to be taken off. */
export const ActiveFilters = (props: {
  state: FilterState;
  facets?: CompareFacets;
}) => {
  const { state, facets } = props;
  const classes = useStyles();
  const t = useTranslation();
  const words = useFilterWords(state.filters, facets);
  if (words.length === 0) {
    return null;
  }
  return (
    <div className={classes.root} role="group" aria-label={t('filters.active')}>
      {words.map(({ list, value, text }) => {
        const remove = () =>
          state.set({
            [list]: state.filters[list].filter(other => other !== value),
          });
        return (
          <Chip
            key={`${list} ${value}`}
            size="small"
            variant="outlined"
            className={classes.chip}
            label={text}
            aria-label={t('filters.remove', { filter: text })}
            onClick={remove}
            onDelete={remove}
          />
        );
      })}
      <Button size="small" className={classes.clear} onClick={state.clear}>
        {t('filters.clear')}
      </Button>
    </div>
  );
};
