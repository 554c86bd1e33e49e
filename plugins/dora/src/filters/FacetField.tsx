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
import Autocomplete from '@material-ui/lab/Autocomplete';
import { createFilterOptions } from '@material-ui/lab/useAutocomplete';
import { useTranslation } from '../translations';

/** So many fit into a list that one still reads; typing finds the others. */
const MOST = 100;

/** Any number of many, found by typing. */
export const FacetField = (props: {
  label: string;
  options: readonly string[];
  /** How an option is called; by itself where left out. */
  optionText?: (option: string) => string;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) => {
  const { label, options, optionText, value, onChange } = props;
  const t = useTranslation();
  return (
    <Autocomplete
      multiple
      size="small"
      disableCloseOnSelect
      // What an address names need not be there any more.
      options={[...new Set([...options, ...value])]}
      getOptionLabel={optionText}
      filterOptions={createFilterOptions({
        limit: MOST,
        stringify: optionText,
      })}
      value={[...value]}
      onChange={(_, next) => onChange(next)}
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
