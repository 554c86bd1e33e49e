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

import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { createFilterOptions } from '@material-ui/lab/useAutocomplete';
import type { CompareItem } from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';

/** So many fit into a list that one still reads; typing finds the others. */
const MOST = 100;

const titleOf = ({ title }: CompareItem) => title;
const filterOptions = createFilterOptions({ limit: MOST, stringify: titleOf });

const useStyles = makeStyles(
  { root: { width: 260 } },
  { name: 'DoraMarkField' },
);

/** Chooses what stands out in the pictures. */
export const MarkField = (props: {
  items: CompareItem[];
  marked?: CompareItem;
  onMark: (entityRef: string | undefined) => void;
}) => {
  const { items, marked, onMark } = props;
  const classes = useStyles();
  const t = useTranslation();
  const label = t('picture.mark');
  return (
    <Autocomplete
      size="small"
      className={classes.root}
      options={items}
      getOptionLabel={titleOf}
      getOptionSelected={(option, value) =>
        option.entityRef === value.entityRef
      }
      filterOptions={filterOptions}
      value={marked ?? null}
      onChange={(_, item) => onMark(item?.entityRef)}
      aria-label={label}
      noOptionsText={t('filters.noOptions')}
      openText={t('filters.open')}
      closeText={t('evidence.close')}
      clearText={t('filters.clearOne', { name: label })}
      renderInput={params => (
        <TextField {...params} variant="outlined" label={label} />
      )}
    />
  );
};
